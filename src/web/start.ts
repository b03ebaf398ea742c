// From the command line to a host that a browser can use, or to one sentence and an exit code.

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join, resolve } from 'node:path'
import { helpText, parseCommandLine, USAGE_EXIT_CODE, type RunOptions } from '#host/command-line'
import { startHost, type Host } from '#host/start-host'
import { createAuth } from './auth.ts'
import { watchNetwork } from './network.ts'
import { hasDisplay, openBrowser } from './open-browser.ts'
import { createPageServer, listen } from './server.ts'
import { acceptWindows } from './socket.ts'
import { forkWorker } from './worker-process.ts'

/** Above the lifeline's own TERM and KILL; whatever is left then goes when the host's pipe closes. */
const STOP_LIMIT_MS = 8000

/** @param built the folder of the built main process, worker and browser host */
export async function startWeb(built: string): Promise<void> {
  const parsed = parseCommandLine(process.argv.slice(2), process.env, 'web')
  if (!parsed.ok) return exitSaying(parsed.error.message, USAGE_EXIT_CODE)
  switch (parsed.value.action) {
    case 'help':
      return print(helpText('web'))
    case 'version':
      return print(`${await version(resolve(built, '../..'))}\n`)
    case 'run':
      return run(parsed.value, built)
  }
}

async function run({ dataDir, options, port, isBrowserOpened }: RunOptions, built: string): Promise<void> {
  // Whoever read what we print may be gone; that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const auth = createAuth(dataDir, () => randomBytes(32).toString('base64url'))
  let origin = ''
  const link = (): string => `${origin}/?token=${auth.issue()}`

  const server = createPageServer({
    root: resolve(built, '../renderer'),
    auth,
    // Not on stdout, whose one line belongs to the program that waits for it.
    onSignIn: () => process.stderr.write(`To sign in another browser, open ${link()}\n`),
    worker: { isStopped: () => isStopped, restart: () => host?.restart() },
  })
  const windows = acceptWindows(server, auth, (message) => host?.post(message))
  let host: Host | null = null
  let isStopped = false
  let ending: Promise<void> | null = null

  const end = (code: number, sentence: string | null): Promise<void> => {
    ending ??= (async () => {
      windows.close()
      server.close()
      server.closeAllConnections()
      const stopped = host?.stop().catch(() => {})
      await Promise.race([stopped, new Promise((done) => setTimeout(done, STOP_LIMIT_MS))])
      if (sentence !== null) await exitSaying(sentence, code)
      else process.exit(code)
    })()
    return ending
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A second one means: at once. The servers' lives hang on our pipes.
      if (ending !== null) process.exit(1)
      void end(0, null)
    })

  const bound = await listen(server, port)
  if (!bound.ok) return end(USAGE_EXIT_CODE, bound.error.message)
  origin = `http://127.0.0.1:${bound.value}`

  // A worker that starts again is no second "ready".
  let isAnnounced = false
  const announce = (): void => {
    if (isAnnounced) return
    isAnnounced = true
    const url = link()
    process.stdout.write(`Millrace ready: ${url}\n`)
    if (isBrowserOpened && hasDisplay(process.platform, process.env)) openBrowser(url)
  }

  host = startHost({
    dataDir,
    options,
    appRoot: resolve(built, '../..'),
    fork: () => forkWorker(join(built, 'worker.js')),
    onReady: () => {
      isStopped = false
      windows.workerReady()
      announce()
    },
    onGone: () => {
      isStopped = false
      windows.workerGone()
    },
    onFatal: (message) => void end(USAGE_EXIT_CODE, message),
    onGivenUp: (message) => {
      isStopped = true
      process.stderr.write(`${message} Open Millrace in the browser to start it again.\n`)
    },
    onWindowData: windows.onWorkerMessage,
    // A browser shows its own theme, badge and notifications.
    onSettings: () => {},
    onPresence: () => {},
    onNotify: () => {},
  })
  watchNetwork({
    interfaces: networkInterfaces,
    every: (ms, look) => void setInterval(look, ms).unref(),
    onChange: (online) => host?.post({ type: 'network', online }),
  })
}

async function version(appRoot: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(appRoot, 'package.json'), 'utf8')) as {
    readonly version: string
  }
  return manifest.version
}

const print = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(text, () => resolve()))

async function exitSaying(sentence: string, code: number): Promise<void> {
  await new Promise<void>((resolve) => process.stderr.write(`${sentence}\n`, () => resolve()))
  process.exit(code)
}
