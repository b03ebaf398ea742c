// The theme a person chose, or the system's, as attributes of <html>; the window's buttons follow it.

import type { Settings } from '#contract/settings'
import { store } from '../store/store.ts'
import { desktop } from './desktop.ts'

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const more = window.matchMedia('(prefers-contrast: more)')

function show({ theme, contrast }: Settings) {
  const root = document.documentElement
  root.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  root.dataset['contrast'] = contrast === 'more' || more.matches ? 'more' : 'normal'
  const style = getComputedStyle(root)
  desktop.setTitleBar({
    background: asHex(style.getPropertyValue('--surface-1')),
    symbols: asHex(style.getPropertyValue('--text-2')),
  })
}

/** Electron reads hex colours only; a canvas knows every notation. */
function asHex(color: string): string {
  const probe = document.createElement('span')
  probe.style.color = color
  document.body.append(probe)
  const computed = getComputedStyle(probe).color
  probe.remove()
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return '#000000'
  context.fillStyle = computed
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

export function followTheme() {
  const refresh = () => show(store.getState().ui.settings)
  refresh()
  dark.addEventListener('change', refresh)
  more.addEventListener('change', refresh)
  store.subscribe((state, before) => {
    if (state.ui.settings !== before.ui.settings) refresh()
  })
}
