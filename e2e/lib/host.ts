// One running app, in either host, as a test sees it.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  _electron,
  type Browser,
  type BrowserContext,
  type ElectronApplication,
  type Page,
} from '@playwright/test'
import { kill } from './processes.ts'
import type { World } from './world.ts'

export type HostKind = 'browser' | 'desktop'

export const root = join(import.meta.dirname, '../..')
const WEB = join(root, 'out/main/web.js')
const VIEWPORT = { width: 1280, height: 800 }
/** Built and warm it takes a second; two cores may be busy with four other apps. */
const START_LIMIT_MS = 40_000
const STOP_LIMIT_MS = 20_000

export interface RunningHost {
  readonly kind: HostKind
  readonly pid: number
  /** The window that is there at the start; in the browser host a first page, signed in. */
  readonly page: Page
  /** One more window on the same worker, at the start page or at `path`. */
  readonly openWindow: (path?: string) => Promise<Page>
  /** What the host printed. */
  readonly output: () => string
  /** As a person ends it; resolves when the process is gone. */
  readonly close: () => Promise<void>
  /** kill -9; resolves when the process is gone. */
  readonly kill: () => Promise<void>
  readonly electron: ElectronApplication | null
}

export interface HostOptions {
  readonly world: World
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Every window, as soon as it is there. */
  readonly onPage: (page: Page) => void
}

export const startHost = (kind: HostKind, browser: Browser, options: HostOptions): Promise<RunningHost> =>
  kind === 'desktop' ? startDesktop(options) : startBrowserHost(browser, options)

const exited = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const within = async <T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limitMs} ms`)), limitMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

const startBrowserHost = async (browser: Browser, options: HostOptions): Promise<RunningHost> => {
  const { world } = options
  const child = spawn(
    process.execPath,
    [WEB, '--no-open', '--data-dir', world.dataDir, ...options.args],
    // The standard input would keep a killed test's host alive on nothing.
    { cwd: root, env: { ...world.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ready = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const url = /^Millrace ready: (\S+)$/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('exit', (code) => reject(new Error(`The browser host ended with ${code}: ${printed}`)))
  })
  const url = await within(START_LIMIT_MS, 'the start of the browser host', ready)
  const context = await browser.newContext({ viewport: VIEWPORT })
  context.on('page', options.onPage)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  await page.goto(url)
  const { origin } = new URL(url)
  return {
    kind: 'browser',
    pid: child.pid ?? 0,
    page,
    openWindow: async (path = '/') => {
      const opened = await context.newPage()
      await opened.goto(origin + path)
      return opened
    },
    output: () => printed,
    close: async () => {
      await closeQuietly(context)
      child.kill('SIGTERM')
      await within(STOP_LIMIT_MS, 'the end of the browser host', exited(child))
    },
    kill: async () => {
      kill(child.pid ?? 0)
      await exited(child)
      await closeQuietly(context)
    },
    electron: null,
  }
}

const closeQuietly = (context: BrowserContext): Promise<void> => context.close().catch(() => undefined)

const startDesktop = async (options: HostOptions): Promise<RunningHost> => {
  const { world } = options
  const electron = await _electron.launch({
    args: [root, '--data-dir', world.dataDir, ...options.args],
    cwd: root,
    env: { ...world.env, ...options.env },
    // The app follows the system's theme; Playwright would pin it.
    colorScheme: null,
    timeout: START_LIMIT_MS,
  })
  const child = electron.process()
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  electron.on('window', options.onPage)
  const page = await electron.firstWindow()
  options.onPage(page)
  await page.waitForLoadState('domcontentloaded')
  return {
    kind: 'desktop',
    pid: child.pid ?? 0,
    page,
    openWindow: async (path = '/') => {
      const [opened] = await Promise.all([
        electron.waitForEvent('window'),
        page.evaluate((route) => window.millrace?.openWindow(route), path),
      ])
      return opened
    },
    output: () => printed,
    close: () => within(STOP_LIMIT_MS, 'the end of the desktop app', electron.close()),
    kill: async () => {
      kill(child.pid ?? 0)
      await exited(child)
    },
    electron,
  }
}
