// When something of the app itself breaks: written down here, told in one sentence, sent nowhere.

import { app, clipboard, crashReporter, dialog, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import { isNativeError } from 'node:util/types'
import type { Logger } from 'pino'

/** Before the app is ready: dumps of native crashes stay in the data dir. */
export function keepCrashDumps(dataDir: string): void {
  app.setPath('crashDumps', join(dataDir, 'crashes'))
  crashReporter.start({ uploadToServer: false })
}

/** Errors of main that nothing caught, and processes of Chromium's that are gone. */
export function tellOfCrashes(logger: Logger): void {
  let isAsking = false
  const report = async (error: unknown): Promise<void> => {
    const text = reportOf(error)
    logger.error({ report: text }, 'main: an error that nothing caught')
    // One that comes again and again must not bury the desktop in dialogs.
    if (isAsking) return
    isAsking = true
    await ask(text)
    isAsking = false
  }
  process.on('uncaughtException', (error) => void report(error))
  process.on('unhandledRejection', (reason) => void report(reason))
  app.on('child-process-gone', (_event, { type, reason, name }) => {
    if (reason !== 'clean-exit') logger.error({ type, reason, name }, 'a process of the app is gone')
  })
}

const MESSAGE = 'Something went wrong inside Millrace.'
const DETAIL = 'The agents and their work are not affected. What happened is in the log.'

async function ask(text: string): Promise<void> {
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: MESSAGE,
      detail: DETAIL,
      buttons: ['Go on', 'Copy report', 'Quit'],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 2) return app.quit()
    if (response !== 1) return
    await clipboard.writeText(text)
  }
}

const reportOf = (error: unknown): string =>
  [
    `Millrace ${app.getVersion()}, Electron ${process.versions['electron'] ?? '?'}, ${process.platform} ${process.arch}`,
    isNativeError(error) ? (error.stack ?? error.message) : String(error),
  ].join('\n')

/** A page that does not answer: its person waits or loads it again; one that answers meanwhile ends the question. */
export function askWhenHung(window: BrowserWindow): void {
  let asking: AbortController | null = null
  window.on('responsive', () => asking?.abort())
  window.on('closed', () => asking?.abort())
  window.on('unresponsive', () => {
    if (asking !== null) return
    asking = new AbortController()
    void dialog
      .showMessageBox(window, {
        type: 'warning',
        message: 'This window does not answer.',
        detail: 'The agents and their work are not affected; what you typed is kept.',
        buttons: ['Wait', 'Reload'],
        defaultId: 0,
        cancelId: 0,
        signal: asking.signal,
      })
      .then(({ response }) => {
        const isOver = asking?.signal.aborted ?? true
        asking = null
        if (response !== 1 || isOver || window.isDestroyed()) return
        // A page that hangs does not even unload; one that died is loaded again (revive.ts).
        window.webContents.forcefullyCrashRenderer()
      })
  })
}
