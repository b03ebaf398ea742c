/** Moves to the next or previous turn from where the reader is; the focus goes with it, for screen readers. */
export function stepTurn(scroller: HTMLElement, step: 1 | -1): void {
  const turns = [...scroller.querySelectorAll<HTMLElement>('[data-turn]')]
  const edge = scroller.getBoundingClientRect().top
  const tops = turns.map((turn) => turn.getBoundingClientRect().top - edge - MARGIN)
  const index = step === 1 ? tops.findIndex((top) => top > 1) : tops.findLastIndex((top) => top < -1)
  const turn = turns[index]
  if (!turn) {
    scroller.scrollTop = step === 1 ? scroller.scrollHeight : 0
    return
  }
  scroller.scrollTop += tops[index] ?? 0
  turn.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true })
}

/** Between the window's edge and the turn that was moved to (pixels). */
const MARGIN = 16
