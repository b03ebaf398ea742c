/** Between the window's edge and the turn that was moved to (pixels). */
const MARGIN = 16

/**
 * Moves to the next or previous turn from where the reader is; the focus goes with it, for screen readers.
 * @param turns ids of all turns, in order
 * @param reveal draws a turn that is not drawn
 */
export function stepTurn(
  scroller: HTMLElement,
  step: 1 | -1,
  turns: readonly string[],
  reveal: (turn: string) => void,
): void {
  const edge = scroller.getBoundingClientRect().top + MARGIN
  const topOf = (turn: HTMLElement) => turn.getBoundingClientRect().top - edge
  const drawn = [...scroller.querySelectorAll<HTMLElement>('[data-turn]')]
  const here = drawn.find((turn) => turn.getBoundingClientRect().bottom > edge)
  const at = here ? turns.indexOf(here.dataset['turn'] ?? '') : turns.length
  const isStart = here === undefined || Math.abs(topOf(here)) <= 1
  const wanted =
    step === 1 ? (here && topOf(here) > 1 ? at : at + 1) : isStart || topOf(here) > 1 ? at - 1 : at
  const id = turns[wanted]
  if (id === undefined) {
    scroller.scrollTop = step === 1 ? scroller.scrollHeight : 0
    return
  }
  reveal(id)
  const turn = scroller.querySelector<HTMLElement>(`[data-turn="${CSS.escape(id)}"]`)
  if (!turn) return
  scroller.scrollTop += topOf(turn)
  turn.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true })
}
