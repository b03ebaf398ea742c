// A text too long to draw whole is drawn from its end; what lies before it is a press away.

/** Drawn without asking: some 40 screens. */
const DRAWN_CHARS = 200_000
/** Past this the beginning is let go: twice what is drawn, so that a growing text is cut seldom. */
const CUT_AT_CHARS = 400_000
/** A cut looks this far for the end of a paragraph before it settles for the end of a line. */
const LOOK_CHARS = 20_000

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/gm

/** Where drawing begins, given where it began before. `more`: characters a person asked for on top. */
export function drawnFrom(text: string, before: number, more: number): number {
  if (before > text.length) return drawnFrom(text, 0, more)
  if (text.length - before <= CUT_AT_CHARS + more) return before
  return boundary(text, text.length - DRAWN_CHARS - more)
}

/** An earlier beginning for somebody who asked for more. */
export const drawnEarlier = (text: string, before: number): number =>
  before <= DRAWN_CHARS ? 0 : boundary(text, before - DRAWN_CHARS)

export const MORE_CHARS = DRAWN_CHARS

function boundary(text: string, at: number): number {
  for (const end of ['\n\n', '\n']) {
    const found = text.indexOf(end, at)
    if (found >= 0 && found - at <= LOOK_CHARS) return found + end.length
  }
  const isSplitPair = (text.charCodeAt(at) & 0xfc00) === 0xdc00
  return isSplitPair ? at + 1 : at
}

/** What to draw before the text from `start` on: the opening line of the code block that `start` lies in. */
export function openFence(text: string, start: number): string {
  let open: { readonly mark: string; readonly info: string } | null = null
  for (const [, mark = '', info = ''] of text.slice(0, start).matchAll(FENCE)) {
    if (open === null) open = { mark, info }
    else if (mark.startsWith(open.mark) && info.trim() === '') open = null
  }
  return open === null ? '' : `${open.mark}${open.info}\n`
}
