// From the command line to a running app, or to one sentence and an exit code. All that Electron wants before it is
// ready happens here, synchronously.

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'
import { helpText, parseCommandLine, USAGE_EXIT_CODE, type RunOptions } from '#host/command-line'
import { registerAppScheme } from './app-protocol.ts'
import { launch, type Launched } from './launch.ts'
import { ownArguments } from './own-arguments.ts'
import { exitPrinting, exitSaying } from './say.ts'
import { isFirstInstance } from './single-instance.ts'

const SERVER_OF_A_SECOND_START =
  'Millrace is already open with this data: connect to the server there, or start with another --data-dir.'

/** @param built the folder of the built main process */
export function startDesktop(built: string): void {
  app.setName('Millrace')
  const args = ownArguments(process.argv, app.isPackaged ? null : app.getAppPath())
  const parsed = parseCommandLine(args, process.env, 'desktop')
  if (!parsed.ok) return void exitSaying(parsed.error.message, USAGE_EXIT_CODE)
  switch (parsed.value.action) {
    case 'help':
      return void exitPrinting(helpText('desktop'))
    case 'version':
      return void exitPrinting(`${app.getVersion()}\n`)
    case 'run':
      return run(parsed.value, built)
  }
}

function run(options: RunOptions, built: string): void {
  try {
    // Chromium's own files stay out of the way of the app's.
    const profile = join(options.dataDir, 'chromium')
    mkdirSync(profile, { recursive: true })
    app.setPath('userData', profile)
  } catch {
    return void exitSaying(`Nothing can be written to ${options.dataDir}.`, USAGE_EXIT_CODE)
  }
  let launched: Launched | null = null
  const isFirst = isFirstInstance(options.options, (wanted) => launched?.openAgain(wanted))
  if (!isFirst) {
    // Its password would have to leave this process to get there.
    if (options.options.server !== null) return void exitSaying(SERVER_OF_A_SECOND_START, USAGE_EXIT_CODE)
    return void exitSaying('Millrace is already open; it comes to the front.', 0)
  }

  app.enableSandbox()
  app.setAppUserModelId('dev.millrace')
  registerAppScheme()
  // Not awaited: `ready` waits for this file to end.
  void app.whenReady().then(() => {
    launched = launch(options, {
      appRoot: resolve(built, '../..'),
      worker: join(built, 'worker.js'),
      preload: resolve(built, '../preload/index.cjs'),
      renderer: resolve(built, '../renderer'),
    })
  })
}
