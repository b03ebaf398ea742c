// A page whose process died comes back by itself: it holds nothing that the worker doesn't have. One that dies again
// at once would do so for ever, so then the person decides.

import { dialog, type BrowserWindow } from 'electron'

const TOO_SOON_MS = 10_000

export function reviveAfterCrash(window: BrowserWindow, now: () => number = Date.now): void {
  let lastCrash = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const isLoop = now() - lastCrash < TOO_SOON_MS
    lastCrash = now()
    if (isLoop) void ask(window, reason)
    else window.webContents.reload()
  })
}

async function ask(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'This window stopped working twice in a row.',
    detail: `The agents and their work are not affected (${reason}).`,
    buttons: ['Load again', 'Close window'],
    defaultId: 0,
    cancelId: 1,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.webContents.reload()
  else window.destroy()
}
