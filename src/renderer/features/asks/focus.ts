// Where the focus goes when an ask that had it is gone: the next ask, else where a person writes.

const candidates = '[data-testid="ask"], textarea[data-testid="composer"], [data-testid="timeline"]'

/** @param scope a place of its own for asks, such as a popover: the focus stays there or is left to it. */
export function returnFocus(hadFocus: boolean, scope: Element | null): void {
  if (!hadFocus) return
  // After React has taken the card away.
  queueMicrotask(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return
    if (scope !== null) {
      scope.querySelector<HTMLElement>('[data-testid="ask"]')?.focus()
      return
    }
    const all = [...document.querySelectorAll<HTMLElement>(candidates)]
    const ask = all.find((element) => element.dataset['testid'] === 'ask')
    const composer = all.find((element) => element instanceof HTMLTextAreaElement)
    ;(ask ?? composer ?? all[0])?.focus({ preventScroll: true })
  })
}

/** Focus the ask after the one that has it; a card in view goes before its copy in the dock. */
export function focusNextAsk(): boolean {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-testid="ask"]')]
  if (cards.length === 0) return false
  const at = cards.findIndex((card) => card.contains(document.activeElement))
  const inDock = cards.find((card) => card.closest('[data-ask-dock]'))
  const next = at === -1 ? (inDock ?? cards[0]) : cards[(at + 1) % cards.length]
  next?.focus()
  return true
}
