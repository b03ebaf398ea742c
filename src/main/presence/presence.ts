// The app beyond its windows: tray, badge, taskbar, and whether the machine may sleep.

import { app, BrowserWindow, Menu, powerSaveBlocker, Tray } from 'electron'
import type { Presence } from '#contract/host'
import type { Settings } from '#contract/settings'
import type { Icons, TrayState } from './icons.ts'
import { presenceLine, trayMenu, type TrayActions } from './tray-menu.ts'

/** Above 1 a taskbar shows that something runs, without saying how far it is. */
const INDETERMINATE = 2
const NO_PROGRESS = -1

export interface PresenceView {
  readonly show: (presence: Presence) => void
  readonly apply: (settings: Settings) => void
}

const NOTHING: Presence = { running: 0, asks: 0, unseen: 0, recent: [], waiting: [] }

export function createPresenceView(icons: Icons, actions: TrayActions, settings: Settings): PresenceView {
  let presence = NOTHING
  let { doNotDisturb, keepAwake } = settings
  let blocker: number | null = null
  const tray = openTray(icons)
  tray?.on('click', actions.front)

  const stateOf = (): TrayState => (presence.asks > 0 ? 'asks' : presence.running > 0 ? 'running' : 'idle')

  const drawTray = (): void => {
    if (tray === null) return
    tray.setImage(icons.tray(stateOf()))
    tray.setToolTip(`Millrace: ${presenceLine(presence)}`)
    tray.setContextMenu(Menu.buildFromTemplate([...trayMenu(presence, doNotDisturb, actions)]))
  }
  const drawTaskbar = (): void => {
    const asksText = `${presence.asks} waiting`
    for (const window of BrowserWindow.getAllWindows()) {
      window.setProgressBar(presence.running > 0 ? INDETERMINATE : NO_PROGRESS)
      if (process.platform === 'win32')
        window.setOverlayIcon(
          presence.asks > 0 ? icons.asksOverlay() : null,
          presence.asks > 0 ? asksText : '',
        )
    }
    app.setBadgeCount(presence.asks + presence.unseen)
  }
  const holdAwake = (): void => {
    const isNeeded = keepAwake && presence.running > 0
    if (isNeeded === (blocker !== null)) return
    if (blocker === null) {
      blocker = powerSaveBlocker.start('prevent-app-suspension')
    } else {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
  const draw = (): void => {
    drawTray()
    drawTaskbar()
    holdAwake()
  }

  // A window opened while a turn runs shows it too.
  app.on('browser-window-created', () => queueMicrotask(drawTaskbar))
  draw()
  return {
    show: (next) => {
      presence = next
      draw()
    },
    apply: (next) => {
      ;({ doNotDisturb, keepAwake } = next)
      drawTray()
      holdAwake()
    },
  }
}

/** Null where the system has none and says so. */
function openTray(icons: Icons): Tray | null {
  try {
    return new Tray(icons.tray('idle'))
  } catch {
    return null
  }
}
