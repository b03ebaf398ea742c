// One place decides whether the worker lives: it starts it, tells it what it needs, answers its requests, finds it
// hung, starts it anew. Servers and running turns don't notice.

import type { HostInit, HostMessage, HostRequest, PersonEnvironment, WorkerMessage } from '#contract/host'
import { ok } from '#contract/result'
import { CONTRACT_VERSION } from '#contract/version'
import type { WorkerEnd } from '#contract/worker-life'
import { startHeartbeat, type Heartbeat } from './heartbeat.ts'
import type { Lifeline } from './lifeline/lifeline.ts'
import type { HostLog } from './log.ts'
import { createServerKeeper } from './server-keeper.ts'
import type { SettingsStore } from './settings.ts'

/** A process that runs the worker: a utility process on the desktop, a child process for the browser host. */
export interface WorkerProcess {
  readonly post: (message: HostMessage) => void
  readonly onMessage: (listener: (message: WorkerMessage) => void) => void
  /** Once, when the process is gone. */
  readonly onExit: (listener: (code: number | null) => void) => void
  /** At once and for certain. */
  readonly kill: () => void
}

export type WorkerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'restarting'; readonly inMs: number }
  /** It died too often, or can't run at all; `message` is one sentence. */
  | { readonly kind: 'stopped'; readonly message: string }

/** What the supervisor doesn't settle itself. */
export type RelayedMessage = Extract<WorkerMessage, { readonly type: 'window.data' | 'presence' | 'notify' }>

export interface SupervisorOptions {
  readonly fork: () => WorkerProcess
  readonly init: Omit<HostInit, 'v' | 'settings' | 'live' | 'replaces'>
  readonly lifeline: Pick<Lifeline, 'start'>
  readonly settings: SettingsStore
  readonly environment: () => Promise<PersonEnvironment>
  readonly log: HostLog
  readonly onMessage: (message: RelayedMessage) => void
  readonly onState: (state: WorkerState) => void
  /** The worker says it can't run (another one has the data dir): nothing is started again. */
  readonly onFatal: (message: string) => void
}

export interface Supervisor {
  /** Dropped while no worker is ready: windows connect anew to the next one. */
  readonly post: (message: HostMessage) => void
  /** After `stopped`: a person asks for another try. */
  readonly restart: () => void
  /** Ends the worker in order, then every server. Resolves when all are gone. */
  readonly stop: () => Promise<void>
}

/** It reads and, after an update, migrates its database before it is ready, and can't answer a ping meanwhile. */
const START_LIMIT_MS = 120_000

/** More crashes than this within the window are no accident, and restarting would go on for ever. */
const MAX_CRASHES = 5
const CRASH_WINDOW_MS = 60_000

/** The first restart is hardly noticed; each further one waits twice as long. */
const FIRST_RESTART_MS = 100

/** Long enough to write down drafts and the outbox. */
export const SHUTDOWN_LIMIT_MS = 3000

export function superviseWorker(options: SupervisorOptions): Supervisor {
  const { fork, init, lifeline, settings, onMessage, onFatal } = options
  const { logger, hide } = options.log
  let worker: WorkerProcess | null = null
  let state: WorkerState = { kind: 'starting' }
  let isReady = false
  let isStopping = false
  let restarting: ReturnType<typeof setTimeout> | null = null
  let crashes: readonly number[] = []
  let lastEnd: WorkerEnd | null = null
  const exited = new Set<() => void>()

  const keeper = createServerKeeper(lifeline, {
    exit: (exit) => {
      logger.info({ id: exit.id, pid: exit.pid, code: exit.code, signal: exit.signal }, 'server ended')
      worker?.post({ type: 'server.exit', exit })
    },
    line: (id, line) => logger.info({ id, line }, 'server'),
  })

  const setState = (next: WorkerState): void => {
    state = next
    options.onState(next)
  }

  const start = async (): Promise<void> => {
    restarting = null
    setState({ kind: 'starting' })
    const live = await keeper.live()
    if (isStopping) return
    const born = fork()
    worker = born
    let heartbeat: Heartbeat | null = null
    let end: WorkerEnd = 'died'
    const limit = setTimeout(() => hung('was not ready in time'), START_LIMIT_MS)
    const hung = (how: string): void => {
      logger.error(`the worker ${how}`)
      end = 'hung'
      born.kill()
    }
    const retire = (): void => {
      clearTimeout(limit)
      heartbeat?.stop()
    }

    born.onMessage((message) => {
      if (worker !== born) return
      switch (message.type) {
        case 'ready':
          clearTimeout(limit)
          if (message.v !== CONTRACT_VERSION)
            return giveUp('Parts of Millrace are of different versions; install it again.')
          isReady = true
          heartbeat = startHeartbeat(born.post, () => hung('hangs'))
          setState({ kind: 'running' })
          return
        case 'pong':
          heartbeat?.pong(message.n)
          return
        case 'fatal':
          return giveUp(message.message)
        case 'request':
          void answer(message.ask).then((result) => {
            if (worker === born) born.post({ type: 'answer', request: message.request, result })
          })
          return
        case 'log':
          logger[message.entry.level](message.entry.details, message.entry.what)
          return
        case 'window.data':
        case 'presence':
        case 'notify':
          return onMessage(message)
      }
    })
    born.onExit((code) => {
      retire()
      if (worker !== born) return
      worker = null
      isReady = false
      for (const listener of exited) listener()
      lastEnd = end
      if (!isStopping) crashed(code)
    })
    const giveUp = (message: string): void => {
      retire()
      worker = null
      isReady = false
      born.kill()
      setState({ kind: 'stopped', message })
      onFatal(message)
    }

    const replaces = lastEnd === null ? {} : { replaces: lastEnd }
    born.post({
      type: 'init',
      init: { ...init, ...replaces, v: CONTRACT_VERSION, settings: settings.current(), live },
    })
  }

  const crashed = (code: number | null): void => {
    const now = Date.now()
    crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
    logger.error({ code, crashes: crashes.length }, 'the worker ended unexpectedly')
    if (crashes.length >= MAX_CRASHES) {
      setState({
        kind: 'stopped',
        message: 'The background process keeps ending; running turns go on, but nothing is shown of them.',
      })
      return
    }
    const inMs = FIRST_RESTART_MS * 2 ** (crashes.length - 1)
    setState({ kind: 'restarting', inMs })
    restarting = setTimeout(() => void start(), inMs)
  }

  const answer = async (ask: HostRequest) => {
    switch (ask.type) {
      case 'server.start':
        hide(ask.spec.redact)
        return keeper.start(ask.spec)
      case 'server.stop':
        return keeper.stop(ask.id)
      case 'settings.write':
        return settings.write(ask.patch)
      case 'environment':
        return ok(await options.environment())
    }
  }

  const endSettings = settings.subscribe((value) => worker?.post({ type: 'settings', settings: value }))

  const stopWorker = (): Promise<void> =>
    new Promise((resolve) => {
      const ending = worker
      if (ending === null) return resolve()
      const limit = setTimeout(() => ending.kill(), SHUTDOWN_LIMIT_MS)
      exited.add(() => {
        clearTimeout(limit)
        resolve()
      })
      ending.post({ type: 'shutdown' })
    })

  void start()

  return {
    post: (message) => {
      if (isReady) worker?.post(message)
    },
    restart: () => {
      if (isStopping || state.kind !== 'stopped') return
      crashes = []
      void start()
    },
    stop: async () => {
      isStopping = true
      if (restarting !== null) clearTimeout(restarting)
      endSettings()
      await stopWorker()
      await keeper.stopAll()
    },
  }
}
