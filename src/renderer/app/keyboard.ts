import { closeDrawer } from '../store/actions.ts'
import { store } from '../store/store.ts'
import { run } from './commands.ts'
import { desktop, isMac } from './desktop.ts'
import { bindingFor, pressed } from './keymap.ts'
import { rememberFocus } from './panes.ts'

/** The shell's keys, for whatever the focused feature has not taken itself; and the menu's commands. */
export function listenToKeys() {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === 'Escape' && store.getState().ui.drawerOpen) return closeDrawer()
    const binding = bindingFor(pressed(event, isMac))
    if (binding === undefined) return
    if (movesCaret(event)) return
    if (run(binding.command)) event.preventDefault()
  })
  document.addEventListener('focusin', rememberFocus)
  desktop.onMenu(run)
}

/** In a field with text, the arrows are the text's. */
function movesCaret({ key, target }: KeyboardEvent): boolean {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return false
  return (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) && target.value !== ''
}
