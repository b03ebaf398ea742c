import { setBreadth } from '../store/actions.ts'

const wide = window.matchMedia('(min-width: 1100px)')
const medium = window.matchMedia('(min-width: 720px)')

/** How much room the window has, as the store's `ui.breadth`. */
export function followBreadth() {
  const refresh = () => setBreadth(wide.matches ? 'wide' : medium.matches ? 'medium' : 'narrow')
  refresh()
  wide.addEventListener('change', refresh)
  medium.addEventListener('change', refresh)
}
