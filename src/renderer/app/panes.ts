// F6 moves between panes. A pane is an element with data-pane; the focus returns to where it last was in it.

const lastFocused = new Map<string, HTMLElement>()

const panes = () =>
  [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null)

export function rememberFocus(event: FocusEvent) {
  if (!(event.target instanceof HTMLElement)) return
  const pane = event.target.closest<HTMLElement>('[data-pane]')
  if (pane?.dataset['pane'] !== undefined) lastFocused.set(pane.dataset['pane'], event.target)
}

const focusable = 'textarea, input, button:not([disabled]), a[href], [tabindex="0"]'

export function focusPane(step: 1 | -1): boolean {
  const all = panes()
  if (all.length === 0) return false
  const at = all.findIndex((pane) => pane.contains(document.activeElement))
  const next = all[at === -1 ? 0 : (at + step + all.length) % all.length]
  if (next === undefined) return false
  const before = lastFocused.get(next.dataset['pane'] ?? '')
  const target =
    before !== undefined && next.contains(before) ? before : next.querySelector<HTMLElement>(focusable)
  if (target === null) {
    next.tabIndex = -1
    next.focus()
  } else target.focus()
  return true
}
