// From the command line to a running app, or to one sentence and an exit code. All that Electron wants before it is
// ready happens here, synchronously.

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'
import { helpText, parseCommandLine, USAGE_EXIT_CODE, type RunOptions } from '#host/command-line'
import { registerAppScheme } from './app-protocol.ts'
import { keepCrashDumps } from './crash.ts'
import { LINK_SCHEME, splitLinks } from './deep-link.ts'
import { launch, type Launched } from './launch.ts'
import { ownArguments } from './own-arguments.ts'
import { exitPrinting, exitSaying } from './say.ts'
import { isFirstInstance } from './single-instance.ts'

const SERVER_OF_A_SECOND_START =
  'Millrace is already open with this data: connect to the server there, or start with another --data-dir.'

/** @param built the folder of the built main process */
export function startDesktop(built: string): void {
  app.setName('Millrace')
  const { links, rest } = splitLinks(ownArguments(process.argv, app.isPackaged ? null : app.getAppPath()))
  const parsed = parseCommandLine(rest, process.env, 'desktop')
  if (!parsed.ok) return void exitSaying(parsed.error.message, USAGE_EXIT_CODE)
  switch (parsed.value.action) {
    case 'help':
      return void exitPrinting(helpText('desktop'))
    case 'version':
      return void exitPrinting(`${app.getVersion()}\n`)
    case 'run':
      return run(parsed.value, links, built)
  }
}

function run(options: RunOptions, links: readonly string[], built: string): void {
  try {
    // Chromium's own files stay out of the way of the app's.
    const profile = join(options.dataDir, 'chromium')
    mkdirSync(profile, { recursive: true })
    app.setPath('userData', profile)
  } catch {
    return void exitSaying(`Nothing can be written to ${options.dataDir}.`, USAGE_EXIT_CODE)
  }
  const { projects, demo } = options.options
  let launched: Launched | null = null
  // macOS tells of a link by an event, also of the one that the app was started with.
  const early: string[] = []
  app.on('open-url', (event, url) => {
    event.preventDefault()
    if (launched === null) early.push(url)
    else launched.openAgain({ projects: [], demo: false, links: [url] })
  })
  const isFirst = isFirstInstance({ projects, demo, links }, (wanted) => launched?.openAgain(wanted))
  if (!isFirst) {
    // Its password would have to leave this process to get there.
    if (options.options.server !== null) return void exitSaying(SERVER_OF_A_SECOND_START, USAGE_EXIT_CODE)
    return void exitSaying('Millrace is already open; it comes to the front.', 0)
  }

  // An app that is not installed must not take the links of the one that is.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  keepCrashDumps(options.dataDir)
  app.enableSandbox()
  app.setAppUserModelId('dev.millrace')
  registerAppScheme()
  // Not awaited: `ready` waits for this file to end.
  void app.whenReady().then(() => {
    launched = launch(options, [...links, ...early], {
      appRoot: resolve(built, '../..'),
      worker: join(built, 'worker.js'),
      preload: resolve(built, '../preload/index.cjs'),
      renderer: resolve(built, '../renderer'),
    })
  })
}
