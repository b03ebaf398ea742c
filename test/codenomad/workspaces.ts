/** The workspaces of one life of the server: their states, and what the stream says about them in which order. */
import { resolve } from 'node:path'
import type { Clock } from '../../src/worker/clock.ts'
import { createBridge, type Bridge } from './bridge.ts'
import type { FaultSwitches } from './faults.ts'
import { createGate, type Gate } from './gate.ts'
import { createProxy, type Proxy } from './proxy.ts'
import { afterStart, beforeStart, listening, type LogLine } from './start-log.ts'
import type { Timings } from './timings.ts'
import type { Opencode, ServerEvent, StartOpencode, Workspace } from './types.ts'

export interface Running {
  readonly opencode: Opencode
  readonly gate: Gate
  readonly bridge: Bridge
  readonly proxy: Proxy
}

export type Created =
  { readonly ok: true; readonly workspace: Workspace } | { readonly ok: false; readonly message: string }

export interface Workspaces {
  list(): readonly Workspace[]
  find(id: string): Workspace | null
  /** Null unless the workspace is ready. */
  running(id: string): Running | null
  /** Settles when the workspace is ready or has failed. */
  create(path: string, name: string | null): Promise<Created>
  /** Settles when the workspace's process would be gone. */
  remove(id: string): Promise<void>
  exit(id: string, code: number | null): void
  /** Ends in good order: the bridges say so. */
  shutdown(): Promise<void>
  kill(): void
}

interface Entry {
  view: Workspace
  running: Running | null
  /** Ends a start that is under way. */
  failStart: ((message: string) => void) | null
}

const FIRST_PID = 10_000
const BINARY = { binaryId: '/usr/bin/opencode', binaryLabel: 'opencode' }

export function createWorkspaces(options: {
  readonly clock: Clock
  readonly timings: Timings
  readonly startOpencode: StartOpencode
  readonly root: string
  readonly switches: () => FaultSwitches
  readonly emit: (event: ServerEvent) => void
}): Workspaces {
  const { clock, timings, startOpencode, switches, emit } = options
  const entries = new Map<string, Entry>()
  let pids = FIRST_PID

  const iso = (): string => new Date(clock.now()).toISOString()
  const update = (entry: Entry, change: Partial<Workspace>): Workspace =>
    (entry.view = { ...entry.view, ...change, updatedAt: iso() })
  const log = (workspaceId: string, lines: readonly LogLine[]): void => {
    for (const line of lines)
      emit({ type: 'workspace.log', entry: { workspaceId, timestamp: iso(), ...line } })
  }
  const fail = (entry: Entry, error: string): void => {
    // Neither is sent once the process is gone.
    update(entry, { status: 'error', error, pid: undefined, port: undefined })
    emit({ type: 'workspace.error', workspace: entry.view })
  }
  const stopped = (workspaceId: string): void => emit({ type: 'workspace.stopped', workspaceId })

  function newId(): string {
    let at = clock.now()
    while (entries.has(at.toString(36))) at += 1
    return at.toString(36)
  }

  function connect(entry: Entry, opencode: Opencode): Running {
    const { id } = entry.view
    const gate = createGate()
    let hasConnected = false
    const bridge = createBridge({
      opencode,
      clock,
      gate,
      retryMs: timings.bridgeRetryMs,
      onStatus: (status, reason) => {
        emit({
          type: 'instance.eventStatus',
          instanceId: id,
          status,
          ...(reason === undefined ? {} : { reason }),
        })
      },
      onEvent: (event) => {
        emit({ type: 'instance.event', instanceId: id, event })
        if (!hasConnected) log(id, afterStart(entry.view.path))
        hasConnected = true
      },
    })
    return { opencode, gate, bridge, proxy: createProxy(opencode, gate) }
  }

  async function launch(entry: Entry): Promise<Opencode> {
    const waited = new Promise<void>((done) => clock.after(timings.startMs, done))
    const failed = new Promise<never>((_, reject) => {
      entry.failStart = (message) => reject(new Error(message))
    })
    const { id, path } = entry.view
    const started = (async () => {
      const opencode = await startOpencode({ id, path })
      log(id, [listening(opencode.url)])
      await waited
      return opencode
    })()
    return Promise.race([started, failed]).finally(() => (entry.failStart = null))
  }

  function lose(entry: Entry, reason: string): void {
    const { running } = entry
    entry.running = null
    running?.bridge.lose(reason)
    running?.proxy.lose()
  }

  return {
    list: () => [...entries.values()].map(({ view }) => view),
    find: (id) => entries.get(id)?.view ?? null,
    running: (id) => entries.get(id)?.running ?? null,

    async create(path, name) {
      const id = newId()
      const view: Workspace = {
        id,
        path: resolve(options.root, path),
        ...(name === null ? {} : { name }),
        status: 'starting',
        proxyPath: `/workspaces/${id}/worktrees/root/instance`,
        ...BINARY,
        createdAt: iso(),
        updatedAt: iso(),
      }
      const entry: Entry = { view, running: null, failStart: null }
      entries.set(id, entry)
      emit({ type: 'workspace.created', workspace: view })
      if (!switches().createEnds) return new Promise(() => {})
      log(id, beforeStart())

      const opencode = await launch(entry).catch((cause: unknown) => String(cause).replace(/^Error: /, ''))
      if (typeof opencode === 'string') {
        fail(entry, opencode)
        return { ok: false, message: opencode }
      }
      const isDeleted = entries.get(id) !== entry
      if (isDeleted && !switches().startedAfterStopped) {
        const message = `Error Stream\n${beforeStart()
          .map((line) => line.message)
          .join('\n')}`
        fail(entry, message)
        return { ok: false, message }
      }
      pids += 1
      const binaryVersion = opencode.version ?? '1.18.33'
      const { createdAt, updatedAt, ...first } = entry.view
      entry.view = { ...first, binaryVersion, createdAt, updatedAt }
      update(entry, { status: 'ready', pid: pids, port: Number(new URL(opencode.url).port) })
      if (!isDeleted) {
        entry.running = connect(entry, opencode)
        entry.running.bridge.start()
      }
      emit({ type: 'workspace.started', workspace: entry.view })
      return { ok: true, workspace: entry.view }
    },

    async remove(id) {
      const entry = entries.get(id)
      if (!entry) return
      entries.delete(id)
      const { running } = entry
      if (running?.gate.isFrozen()) await new Promise<void>((done) => clock.after(timings.killMs, done))
      await running?.opencode.stop?.()
      lose(entry, 'workspace stopped')
      stopped(id)
    },

    exit(id, code) {
      const entry = entries.get(id)
      if (!entry) return
      const message = `Process exited with code ${code}`
      if (entry.failStart) {
        if (code === 0) stopped(id)
        else fail(entry, message)
        return entry.failStart(message)
      }
      if (!entry.running) return
      lose(entry, code === 0 ? 'workspace stopped' : 'workspace error')
      if (code !== 0) return fail(entry, message)
      update(entry, { status: 'stopped', pid: undefined, port: undefined })
      stopped(id)
    },

    async shutdown() {
      for (const { running } of entries.values()) {
        running?.bridge.shutdown()
        await running?.opencode.stop?.()
      }
    },
    kill() {
      for (const { running } of entries.values()) {
        running?.bridge.kill()
        running?.proxy.lose()
      }
      entries.clear()
    },
  }
}
