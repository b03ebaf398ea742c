// An app in its world: started, looked at, restarted, killed.

import type { Browser, ElectronApplication, Page } from '@playwright/test'
import { createOpencodeClient, type OpencodeClient } from '../../test/opencode/client.ts'
import type { RealOpencode } from '../../test/opencode/real-server.ts'
import { type HostKind, type RunningHost, startHost } from './host.ts'
import { type FoundProcess, isServer, isWorker, marked } from './processes.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

export interface AppOptions extends WorldOptions {
  /** More of the command line; the project is opened unless told otherwise. */
  readonly args?: readonly string[]
  readonly withProject?: boolean
  /** Called before the app starts: to prepare what it finds. */
  readonly prepare?: (world: World) => Promise<void>
}

/** The opencode under test, asked directly: what the app shows is compared with what it says. */
export type Truth = OpencodeClient &
  Pick<RealOpencode, 'url' | 'username' | 'password'> & { readonly pid: number }

export interface App {
  readonly kind: HostKind
  readonly world: World
  readonly project: string
  readonly model: World['model']
  /** The first window of the app as it runs now. */
  readonly page: () => Page
  readonly openWindow: (path?: string) => Promise<Page>
  readonly electron: () => ElectronApplication
  readonly pid: () => number
  readonly output: () => string
  /** Ends it as a person does and starts it again on the same data. */
  readonly restart: (between?: () => Promise<void>) => Promise<Page>
  /** Ends it as a person does. */
  readonly close: () => Promise<void>
  /** kill -9 of the host. */
  readonly killHost: () => Promise<void>
  readonly start: () => Promise<Page>
  /** All its processes, what it started included. */
  readonly processes: () => readonly FoundProcess[]
  readonly worker: () => FoundProcess
  readonly serverProcess: () => FoundProcess | undefined
  /** Rejects when no opencode of it runs. */
  readonly server: () => Promise<Truth>
  /** Broken content policies and uncaught errors of all its windows so far. */
  readonly complaints: readonly string[]
  readonly end: () => Promise<void>
}

/** A button that is not there by then won't come; the test says which it was. */
const ACTION_LIMIT_MS = 15_000

const portOf = (command: string): string => /--port (\d+)/.exec(command)?.[1] ?? ''

/** Listens for what no window may do. */
const watch = (page: Page, complaints: string[]): void => {
  page.setDefaultTimeout(ACTION_LIMIT_MS)
  page.on('pageerror', (error) => complaints.push(`Uncaught: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text())
  })
}

export const startApp = async (kind: HostKind, browser: Browser, options: AppOptions = {}): Promise<App> => {
  const world = await createWorld(options)
  const complaints: string[] = []
  const seen = new WeakSet<Page>()
  const onPage = (page: Page): void => {
    if (seen.has(page)) return
    seen.add(page)
    watch(page, complaints)
  }
  /** The same one again after a restart, as a person keeps their bookmark. */
  let port: string | null = null
  let host: RunningHost | null = null

  const running = (): RunningHost => {
    if (host === null) throw new Error('The app does not run.')
    return host
  }
  const start = async (): Promise<Page> => {
    const args = [
      ...(options.withProject === false ? [] : ['--project', world.project]),
      ...(port === null ? [] : ['--port', port]),
      ...(options.args ?? []),
    ]
    host = await startHost(kind, browser, { world, args, onPage })
    if (kind === 'browser') port = new URL(host.page.url()).port
    return host.page
  }
  const close = async (): Promise<void> => {
    await host?.close()
    host = null
  }
  const processes = (): readonly FoundProcess[] => marked(world.mark)
  const serverProcess = (): FoundProcess | undefined => processes().find(isServer)

  const server = async (): Promise<Truth> => {
    const found = serverProcess()
    if (found === undefined) throw new Error('No opencode of this app runs.')
    const access = {
      url: `http://127.0.0.1:${portOf(found.command)}`,
      username: found.env['OPENCODE_SERVER_USERNAME'] ?? 'opencode',
      password: found.env['OPENCODE_SERVER_PASSWORD'] ?? '',
      directory: world.project,
    }
    return { ...access, pid: found.pid, ...createOpencodeClient(access) }
  }

  const end = async (): Promise<void> => {
    await close().catch(() => undefined)
    await world.end()
  }
  try {
    await options.prepare?.(world)
    await start()
  } catch (cause) {
    await end()
    throw cause
  }
  return {
    kind,
    world,
    project: world.project,
    model: world.model,
    page: () => running().page,
    openWindow: (path) => running().openWindow(path),
    electron: () => {
      const { electron } = running()
      if (electron === null) throw new Error('The browser host has no Electron.')
      return electron
    },
    pid: () => running().pid,
    output: () => running().output(),
    restart: async (between) => {
      await close()
      await between?.()
      return start()
    },
    close,
    killHost: async () => {
      await running().kill()
      host = null
    },
    start,
    processes,
    worker: () => {
      const found = processes().find(isWorker)
      if (found === undefined) throw new Error('No worker of this app runs.')
      return found
    },
    serverProcess,
    server,
    complaints,
    end,
  }
}
