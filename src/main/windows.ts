// The app's windows: each at its old place with what it showed, and back there at the next start.

import { app, BrowserWindow } from 'electron'
import { cascade, type Place } from './bounds.ts'
import { isOwnPage, routeOf, type PageSource } from './origin.ts'
import type { PlaceStore, SavedWindow } from './place-store.ts'
import { openWindow } from './window.ts'

/** Linux tells every pixel of a move and never its end. */
const SETTLE_MS = 500

export interface WindowsOptions {
  readonly source: PageSource
  /** Absolute path of the built preload. */
  readonly preload: string
  readonly places: PlaceStore
}

export interface Windows {
  /** Every window of the last time, or one. */
  readonly restore: () => void
  /** A new window at `route` (`/` or `/s/<server>/session/<id>`), beside the one in use. */
  readonly open: (route: string) => void
  /** A new window that shows what the one in use shows. */
  readonly openAnother: () => void
  /** Shows `route` in the window that has it, else in the one in use. */
  readonly show: (route: string, tell: (window: BrowserWindow) => void) => void
  readonly front: () => void
  /** The one a person used last. */
  readonly inUse: () => BrowserWindow | null
}

export function createWindows({ source, preload, places }: WindowsOptions): Windows {
  /** In the order of their last use. */
  const known = new Map<BrowserWindow, SavedWindow>()
  let last: SavedWindow | null = places.read().at(-1) ?? null
  let isQuitting = false
  let settled: NodeJS.Timeout | undefined
  app.on('before-quit', () => {
    isQuitting = true
  })

  const save = (): void => {
    // The last one closed is what comes back.
    const windows = known.size > 0 ? [...known.values()] : last === null ? [] : [last]
    places.write(windows)
  }
  const remember = (window: BrowserWindow): void => {
    if (window.isDestroyed() || window.isMinimized()) return
    known.set(window, {
      place: { bounds: window.getNormalBounds(), maximized: window.isMaximized() },
      route: routeOf(source, window.webContents.getURL()),
    })
    clearTimeout(settled)
    settled = setTimeout(save, SETTLE_MS)
  }

  const add = (route: string, place: Place | null): void => {
    const window = openWindow({ source, preload, place }, route)
    known.set(window, { place: place ?? { bounds: window.getNormalBounds(), maximized: false }, route })
    const update = (): void => remember(window)
    window.on('resize', update)
    window.on('move', update)
    window.webContents.on('did-navigate-in-page', update)
    window.on('focus', () => {
      const saved = known.get(window)
      // Again at the end: the last one used.
      if (saved === undefined || !known.delete(window)) return
      known.set(window, saved)
      update()
    })
    window.on('close', () => {
      remember(window)
      clearTimeout(settled)
      save()
    })
    window.on('closed', () => {
      last = known.get(window) ?? last
      // While the app quits its windows close one by one; all of them come back.
      if (isQuitting) return
      known.delete(window)
      save()
    })
  }

  const inUse = (): BrowserWindow | null =>
    [...known.keys()].findLast((window) => !window.isDestroyed()) ?? null
  const placeBeside = (): Place | null => {
    const window = inUse()
    if (window === null) return last?.place ?? null
    return { bounds: cascade(window.getNormalBounds()), maximized: false }
  }
  const open = (route: string): void => add(route, placeBeside())
  const raise = (window: BrowserWindow): void => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const here = (): BrowserWindow | null => BrowserWindow.getFocusedWindow() ?? inUse()

  return {
    open,
    inUse: here,
    restore: () => {
      const saved = places.read()
      for (const { route, place } of saved) add(route, place)
      if (saved.length === 0) open('/')
    },
    openAnother: () => {
      const window = here()
      open(window === null ? '/' : routeOf(source, window.webContents.getURL()))
    },
    show: (route, tell) => {
      const showing = [...known.keys()].find(
        (window) => !window.isDestroyed() && routeOf(source, window.webContents.getURL()) === route,
      )
      const window = showing ?? here()
      if (window === null) return open(route)
      // A page that is just loading would miss the word.
      if (!window.webContents.isLoading()) tell(window)
      else if (isOwnPage(source, `${source.origin}${route}`))
        void window.loadURL(`${source.origin}${route}`).catch(() => {})
      raise(window)
    },
    front: () => {
      const window = here()
      if (window === null) open(last?.route ?? '/')
      else raise(window)
    },
  }
}
