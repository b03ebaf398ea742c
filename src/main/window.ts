// A window: hardened, at its place, with the app's page in it.

import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { askWhenHung } from './crash.ts'
import { MIN_SIZE, restoreBounds, type Bounds, type Place } from './bounds.ts'
import type { PageSource } from './origin.ts'
import { reviveAfterCrash } from './revive.ts'
import { titleBarOptions } from './title-bar.ts'

export interface WindowOptions {
  readonly source: PageSource
  /** Absolute path of the built preload. */
  readonly preload: string
  /** Null: wherever a first window goes. */
  readonly place: Place | null
}

/** Opens at `route` (`/` or `/s/<server>/session/<id>`). */
export function openWindow({ source, preload, place }: WindowOptions, route: string): BrowserWindow {
  const window = new BrowserWindow({
    ...restoreBounds(place?.bounds ?? null, workAreas()),
    ...titleBarOptions(process.platform, nativeTheme.shouldUseDarkColors),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: app.name,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      // The dictionaries would be fetched from the network.
      spellcheck: false,
      additionalArguments: [`--millrace-version=${app.getVersion()}`],
    },
  })
  if (place?.maximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  reviveAfterCrash(window)
  askWhenHung(window)
  void window.loadURL(`${source.origin}${route}`).catch(() => {
    // Electron's own error page is in the window; the terminal gets the reason.
  })
  return window
}

function workAreas(): readonly [Bounds, ...Bounds[]] {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary.workArea, ...others.map(({ workArea }) => workArea)]
}
