// Which turns are drawn, and what stands in for the others.

export type Segment =
  | { readonly type: 'turn'; readonly index: number }
  /** Turns that are not drawn: `height` is theirs, with the gaps between them. */
  | { readonly type: 'blank'; readonly before: number; readonly height: number }

/** Beyond this, copying a selection takes the texts from the model. */
export const MAX_SELECTED = 200

/**
 * @param range inclusive; null: nothing is known yet
 * @param held indexes that stay drawn wherever the view is; those out of bounds are ignored
 */
export function drawnIndexes(
  count: number,
  range: readonly number[],
  held: Iterable<number>,
): readonly number[] {
  const all = new Set(range)
  for (const index of held) all.add(index)
  return [...all].filter((index) => index >= 0 && index < count).sort((a, b) => a - b)
}

/** From one end of a selection to the other; too many: its ends alone. */
export function heldBetween(from: number, to: number): readonly number[] {
  if (from < 0 || to < 0) return [from, to]
  const [low, high] = from < to ? [from, to] : [to, from]
  if (high - low >= MAX_SELECTED) return [low, high]
  return Array.from({ length: high - low + 1 }, (_, index) => low + index)
}

/** The list as it is drawn, its height the same as if every turn were. */
export function segments(
  count: number,
  drawn: readonly number[],
  heightOf: (index: number) => number,
  gap: number,
): readonly Segment[] {
  const list: Segment[] = []
  const blank = (from: number, to: number) => {
    if (from >= to) return
    let height = (to - from - 1) * gap
    for (let index = from; index < to; index += 1) height += heightOf(index)
    list.push({ type: 'blank', before: to, height })
  }
  let next = 0
  for (const index of drawn) {
    blank(next, index)
    list.push({ type: 'turn', index })
    next = index + 1
  }
  blank(next, count)
  return list
}

export interface EstimateFacts {
  readonly promptChars: number
  readonly answerChars: number
  /** Rows of one line: calls, reasoning, notes. */
  readonly rows: number
}

const CHARS_PER_LINE = 80
const LINE_PX = 24
const ROW_PX = 28
/** The prompt's box, the turn's foot and what stands between. */
const FRAME_PX = 90
const FOLDED_LINES = 6

/** How tall a turn that was never drawn may be; wrong, it only makes the scroll bar less exact. */
export function estimateHeight({ promptChars, answerChars, rows }: EstimateFacts): number {
  const promptLines = Math.min(FOLDED_LINES, Math.ceil(promptChars / CHARS_PER_LINE))
  const answerLines = Math.ceil(answerChars / CHARS_PER_LINE)
  return FRAME_PX + (promptLines + answerLines) * LINE_PX + rows * ROW_PX
}
