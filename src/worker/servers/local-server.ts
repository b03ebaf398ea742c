// A server of our own: started through the host, which holds its life; ready when its health check
// says so; started again with backoff when it crashes.

import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import type { LiveServer, ServerExit, ServerMemo, ServerSpec } from '#contract/host'
import type { ServerID } from '#contract/ids'
import type { Connection } from '#contract/model'
import type { Result } from '#contract/result'
import type { Clock } from '../clock.ts'
import { backoffMs, type BackoffPolicy } from '../stream/backoff.ts'

export interface LaunchPlan {
  readonly command: string
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

export interface LocalServerOptions {
  readonly id: ServerID
  readonly clock: Clock
  readonly random: () => number
  /** What to run; asked at every start. */
  readonly plan: () => Promise<Result<LaunchPlan>>
  readonly start: (spec: ServerSpec) => Promise<Result<{ readonly pid: number }>>
  readonly stop: () => Promise<unknown>
  readonly isHealthy: (memo: ServerMemo, timeoutMs: number) => Promise<Result<{ readonly version: string }>>
  readonly onState: (connection: Connection, memo: ServerMemo | null) => void
  /** It answers: connect to it. */
  readonly onReady: (memo: ServerMemo, version: string) => void
  readonly onDown: () => void
}

export interface LocalServer {
  /** Starts it, unless it runs or is starting. */
  start(): void
  /** A server that a worker before this one started and that still runs. */
  adopt(live: LiveServer): void
  exited(exit: ServerExit): void
  stop(): Promise<void>
  readonly isUp: () => boolean
}

/** Crashes come from a bad configuration as often as from luck: a few quick tries, then say so. */
const RESTART_BACKOFF: BackoffPolicy = { firstMs: 500, factor: 2, maxMs: 10_000 }
const MAX_CRASHES = 5
const CRASH_WINDOW_MS = 60_000
/** A request made during the boot may never be answered (seen), so each is short and made again. */
const HEALTH_TIMEOUT_MS = 1_000
const HEALTH_EVERY_MS = 100
/** 2.2 s on two cores (seen); a machine that is busy with everything else gets a minute. */
const BOOT_TIMEOUT_MS = 60_000
const PASSWORD_BYTES = 32
const USERNAME = 'opencode'

export function createLocalServer(options: LocalServerOptions): LocalServer {
  const { clock } = options
  let generation = 0
  let phase: 'idle' | 'starting' | 'up' = 'idle'
  let pid: number | null = null
  let crashes: number[] = []
  let lastTail: readonly string[] = []

  const isMine = (mine: number): boolean => mine === generation

  const launch = async (attempt: number): Promise<void> => {
    const mine = ++generation
    phase = 'starting'
    options.onState({ state: 'starting', since: clock.now(), attempt }, null)
    const plan = await options.plan()
    if (!isMine(mine)) return
    if (!plan.ok) return halt(plan.error.message)
    const port = await freePort()
    if (!isMine(mine)) return
    if (port === null) return halt('No port on 127.0.0.1 could be had for opencode.')
    const password = randomBytes(PASSWORD_BYTES).toString('base64url')
    const memo: ServerMemo = { url: `http://127.0.0.1:${port}`, username: USERNAME, password }
    const started = await options.start({
      id: options.id,
      command: plan.value.command,
      args: ['serve', '--hostname', '127.0.0.1', '--port', String(port)],
      env: {
        ...plan.value.env,
        OPENCODE_SERVER_PASSWORD: password,
        OPENCODE_SERVER_USERNAME: USERNAME,
        OPENCODE_DISABLE_AUTOUPDATE: '1',
      },
      cwd: plan.value.cwd,
      redact: [password],
      memo,
    })
    if (!isMine(mine)) return
    if (!started.ok) return halt(started.error.message)
    pid = started.value.pid
    await awaitHealth(mine, memo)
  }

  const awaitHealth = async (mine: number, memo: ServerMemo): Promise<void> => {
    const until = clock.now() + BOOT_TIMEOUT_MS
    while (isMine(mine)) {
      const health = await options.isHealthy(memo, HEALTH_TIMEOUT_MS)
      if (!isMine(mine)) return
      if (health.ok) {
        phase = 'up'
        options.onReady(memo, health.value.version)
        return
      }
      if (clock.now() >= until) {
        await options.stop()
        if (isMine(mine)) halt('opencode did not answer within a minute of its start.')
        return
      }
      await new Promise<void>((resolve) => clock.after(HEALTH_EVERY_MS, resolve))
    }
  }

  const halt = (reason: string): void => {
    generation++
    phase = 'idle'
    pid = null
    options.onState({ state: 'stopped', since: clock.now(), reason }, null)
  }

  return {
    start: () => {
      if (phase !== 'idle') return
      crashes = []
      void launch(1)
    },
    adopt: (live) => {
      const mine = ++generation
      phase = 'starting'
      pid = live.pid
      options.onState({ state: 'starting', since: clock.now(), attempt: 1 }, live.memo)
      void awaitHealth(mine, live.memo)
    },
    exited: (exit) => {
      if (phase === 'idle' || (pid !== null && exit.pid !== pid)) return
      const wasUp = phase === 'up'
      const mine = ++generation
      phase = 'starting'
      pid = null
      lastTail = exit.tail
      if (wasUp) options.onDown()
      const now = clock.now()
      crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
      if (crashes.length >= MAX_CRASHES) {
        halt(crashSentence(exit, lastTail))
        return
      }
      options.onState({ state: 'starting', since: now, attempt: crashes.length + 1 }, null)
      const waitMs =
        wasUp && crashes.length === 1 ? 0 : backoffMs(RESTART_BACKOFF, crashes.length, options.random)
      clock.after(waitMs, () => {
        if (isMine(mine)) void launch(crashes.length + 1)
      })
    },
    stop: async () => {
      halt('It was stopped here.')
      await options.stop()
    },
    isUp: () => phase === 'up',
  }
}

function crashSentence(exit: ServerExit, tail: readonly string[]): string {
  const how = exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.code ?? '?'}`
  const said = tail.findLast((line) => line.trim() !== '')
  return `opencode ${how} ${MAX_CRASHES} times within a minute.${said ? ` It last said: ${said.trim()}` : ''}`
}

/** A port free a moment ago; another program that takes it first makes the start fail, and it is tried again. */
const freePort = (): Promise<number | null> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
