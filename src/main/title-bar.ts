// The title bar is the page's own; the system draws its buttons over it, in the page's colours.

import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'

/** Must be the height of the page's title bar, which the buttons overlay. */
const TITLE_BAR_HEIGHT = 40

export interface TitleBarColors {
  /** `#rrggbb` */
  readonly background: string
  readonly symbols: string
}

/** Until the page says its own. */
const startColors = (isDark: boolean): TitleBarColors =>
  isDark ? { background: '#16181b', symbols: '#d6d9dd' } : { background: '#f6f7f8', symbols: '#2b2f33' }

export function titleBarOptions(platform: NodeJS.Platform, isDark: boolean): BrowserWindowConstructorOptions {
  const { background, symbols } = startColors(isDark)
  if (platform === 'darwin') return { titleBarStyle: 'hiddenInset', backgroundColor: background }
  return {
    titleBarStyle: 'hidden',
    titleBarOverlay: { color: background, symbolColor: symbols, height: TITLE_BAR_HEIGHT },
    backgroundColor: background,
  }
}

export function paintTitleBar(window: BrowserWindow, { background, symbols }: TitleBarColors): void {
  window.setBackgroundColor(background)
  if (process.platform === 'darwin') return
  window.setTitleBarOverlay({ color: background, symbolColor: symbols, height: TITLE_BAR_HEIGHT })
}
