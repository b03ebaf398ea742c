import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HostMessage, ServerSpec, WorkerMessage } from '#contract/host'
import { serverID } from '#contract/ids'
import { ok } from '#contract/result'
import { CONTRACT_VERSION } from '#contract/version'
import type { Lifeline, ProcessEvents } from './lifeline/lifeline.ts'
import { createLog } from './log.ts'
import { openSettings } from './settings.ts'
import { SHUTDOWN_LIMIT_MS, superviseWorker, type Supervisor, type WorkerState } from './worker-supervisor.ts'

let dir = ''
let supervisor: Supervisor | null = null
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-supervisor-'))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(dir, { recursive: true, force: true })
})

interface FakeWorker {
  readonly heard: HostMessage[]
  readonly say: (message: WorkerMessage) => void
  readonly die: (code: number) => void
  isHung: boolean
  isKilled: boolean
}

function setUp() {
  const workers: FakeWorker[] = []
  const states: WorkerState[] = []
  const fatal: string[] = []
  const servers = new Map<string, ProcessEvents>()
  const stopped: string[] = []
  let pid = 100

  const lifeline: Pick<Lifeline, 'start'> = {
    start: async (spec, on) => {
      servers.set(spec.id, on)
      const own = ++pid
      const stop = async () => {
        stopped.push(spec.id)
        on.exit({ id: spec.id, pid: own, code: null, signal: 'SIGTERM', tail: [] })
      }
      return ok({ pid: own, stop })
    },
  }
  const fork = () => {
    let listener: (message: WorkerMessage) => void = () => {}
    let onExit: (code: number | null) => void = () => {}
    const worker: FakeWorker = {
      heard: [],
      isHung: false,
      isKilled: false,
      say: (message) => listener(message),
      die: (code) => onExit(code),
    }
    workers.push(worker)
    return {
      post: (message: HostMessage) => {
        worker.heard.push(message)
        if (worker.isHung) return
        if (message.type === 'ping') listener({ type: 'pong', n: message.n })
        if (message.type === 'shutdown') onExit(0)
      },
      onMessage: (next: typeof listener) => void (listener = next),
      onExit: (next: typeof onExit) => void (onExit = next),
      kill: () => {
        worker.isKilled = true
        onExit(null)
      },
    }
  }
  const settings = openSettings(join(dir, 'settings.json'))
  supervisor = superviseWorker({
    fork,
    init: {
      dataDir: dir,
      options: { projects: [], server: null, demo: false },
      notices: [],
      appRoot: dir,
    },
    lifeline,
    settings,
    environment: async () => ({ env: { PATH: '/bin' }, notice: null }),
    log: createLog(dir, 'host'),
    onMessage: () => {},
    onState: (state) => states.push(state),
    onFatal: (message) => fatal.push(message),
  })
  const worker = async (n: number): Promise<FakeWorker> => {
    await vi.waitFor(() => expect(workers.length).toBe(n))
    return workers[n - 1]!
  }
  const ready = async (n: number): Promise<FakeWorker> => {
    const born = await worker(n)
    born.say({ type: 'ready', v: CONTRACT_VERSION })
    return born
  }
  return { supervisor, workers, worker, ready, states, fatal, servers, stopped, settings }
}

const spec: ServerSpec = {
  id: serverID('srv_one'),
  command: 'opencode',
  args: ['serve'],
  env: {},
  cwd: '/',
  redact: ['hunter22'],
  memo: { url: 'http://127.0.0.1:1', username: 'opencode', password: 'hunter22' },
}
const start: WorkerMessage = { type: 'request', request: 1, ask: { type: 'server.start', spec } }

const answerTo = (worker: FakeWorker, request: number) =>
  vi.waitFor(() => {
    const found = worker.heard.find((message) => message.type === 'answer' && message.request === request)
    if (found?.type !== 'answer') throw new Error('no answer')
    return found.result
  })
const liveAtStart = (worker: FakeWorker) => {
  const [first] = worker.heard
  return first?.type === 'init' ? first.init.live : null
}

describe('a worker', () => {
  it('is told first what it needs, and runs once it says so', async () => {
    const { worker, states, settings } = setUp()
    const first = await worker(1)
    expect(first.heard[0]).not.toHaveProperty('init.replaces')
    expect(first.heard).toMatchObject([
      { type: 'init', init: { v: CONTRACT_VERSION, dataDir: dir, live: [] } },
    ])
    expect(states).toEqual([{ kind: 'starting' }])
    first.say({ type: 'ready', v: CONTRACT_VERSION })
    expect(states.at(-1)).toEqual({ kind: 'running' })
    await settings.write({ theme: 'dark' })
    expect(first.heard.at(-1)).toMatchObject({ type: 'settings', settings: { theme: 'dark' } })
  })

  it('is told the environment that servers are started with when it asks', async () => {
    const { ready } = setUp()
    const worker = await ready(1)
    worker.say({ type: 'request', request: 7, ask: { type: 'environment' } })
    expect(await answerTo(worker, 7)).toEqual({ ok: true, value: { env: { PATH: '/bin' }, notice: null } })
  })

  it('gets its servers started and hears of their end', async () => {
    const { ready, servers } = setUp()
    const worker = await ready(1)
    worker.say(start)
    expect(await answerTo(worker, 1)).toEqual({ ok: true, value: { pid: 101 } })
    worker.say({ ...start, request: 2 })
    expect(await answerTo(worker, 2)).toMatchObject({ ok: false, error: { code: 'conflict' } })
    const exit = { id: spec.id, pid: 101, code: 1, signal: null, tail: ['oh'] }
    servers.get(spec.id)?.exit(exit)
    expect(worker.heard.at(-1)).toEqual({ type: 'server.exit', exit })
    worker.say({ ...start, request: 3 })
    expect(await answerTo(worker, 3)).toMatchObject({ ok: true })
  })

  it('that dies leaves its servers to the next one', async () => {
    const { ready, worker, states, stopped } = setUp()
    const first = await ready(1)
    first.say(start)
    await answerTo(first, 1)
    first.die(9)
    expect(states.at(-1)).toMatchObject({ kind: 'restarting' })
    const second = await worker(2)
    expect(liveAtStart(second)).toEqual([{ id: spec.id, pid: 101, memo: spec.memo }])
    expect(second.heard[0]).toMatchObject({ init: { replaces: 'died' } })
    expect(stopped).toEqual([])
  })

  it('that dies while a server is being started leaves that one, too', async () => {
    const { ready, worker } = setUp()
    const first = await ready(1)
    first.say(start)
    first.die(9)
    expect(liveAtStart(await worker(2))).toHaveLength(1)
  })

  it('that hangs is found within 5 s and replaced', async () => {
    const { ready, worker } = setUp()
    const first = await ready(1)
    vi.advanceTimersByTime(20_000)
    expect(first.isKilled).toBe(false)
    first.isHung = true
    vi.advanceTimersByTime(5000)
    expect(first.isKilled).toBe(true)
    expect((await worker(2)).heard[0]).toMatchObject({ type: 'init', init: { replaces: 'hung' } })
  })

  it('may be busy before it is ready, and is not blamed for a machine that slept', async () => {
    const { worker } = setUp()
    const first = await worker(1)
    first.isHung = true
    vi.advanceTimersByTime(60_000)
    expect(first.isKilled).toBe(false)
    first.say({ type: 'ready', v: CONTRACT_VERSION })
    vi.setSystemTime(Date.now() + 3_600_000)
    vi.advanceTimersByTime(2000)
    expect(first.isKilled).toBe(false)
  })

  it('that keeps dying is given up visibly, until somebody asks for another try', async () => {
    const { worker, workers, states, supervisor } = setUp()
    for (let n = 1; n <= 5; n++) (await worker(n)).die(1)
    expect(states.at(-1)).toMatchObject({ kind: 'stopped', message: expect.stringContaining('keeps ending') })
    vi.advanceTimersByTime(600_000)
    expect(workers).toHaveLength(5)
    supervisor.restart()
    supervisor.restart()
    const sixth = await worker(6)
    sixth.say({ type: 'ready', v: CONTRACT_VERSION })
    expect(states.at(-1)).toEqual({ kind: 'running' })
    // A person's word begins the count anew.
    sixth.die(1)
    expect(states.at(-1)).toMatchObject({ kind: 'restarting' })
  })

  it('that cannot run at all is not started again', async () => {
    const { worker, workers, fatal, states } = setUp()
    ;(await worker(1)).say({ type: 'fatal', message: 'Another Millrace uses this data.' })
    vi.advanceTimersByTime(600_000)
    expect(fatal).toEqual(['Another Millrace uses this data.'])
    expect(states.at(-1)).toMatchObject({ kind: 'stopped' })
    expect(workers).toHaveLength(1)
  })

  it('of another version is not talked to', async () => {
    const { worker, fatal } = setUp()
    ;(await worker(1)).say({ type: 'ready', v: CONTRACT_VERSION + 1 })
    expect(fatal).toHaveLength(1)
  })

  it('is ended in order, then the servers', async () => {
    const { ready, supervisor, stopped, workers } = setUp()
    const worker = await ready(1)
    worker.say(start)
    await answerTo(worker, 1)
    await supervisor.stop()
    expect(worker.heard.at(-1)).toEqual({ type: 'shutdown' })
    expect(worker.isKilled).toBe(false)
    expect(stopped).toEqual([spec.id])
    expect(workers).toHaveLength(1)
  })

  it('that does not end when told to is killed', async () => {
    const { ready, supervisor } = setUp()
    const worker = await ready(1)
    worker.isHung = true
    const ended = supervisor.stop()
    vi.advanceTimersByTime(SHUTDOWN_LIMIT_MS)
    await ended
    expect(worker.isKilled).toBe(true)
  })
})

it('a password a server prints is not in the log', async () => {
  const { ready, servers } = setUp()
  const worker = await ready(1)
  worker.say(start)
  await answerTo(worker, 1)
  servers.get(spec.id)?.line?.('PASSWORD=hunter22')
  expect(readFileSync(join(dir, 'host.log'), 'utf8')).toContain('PASSWORD=[redacted]')
})

it('what the worker has to log is in the one log, without what a server must not tell', async () => {
  const { ready } = setUp()
  const worker = await ready(1)
  worker.say(start)
  await answerTo(worker, 1)
  const details = { server: 'srv_one', state: 'connecting', reason: 'It said hunter22.' }
  worker.say({ type: 'log', entry: { level: 'warn', what: 'connection', details } })
  const lines = readFileSync(join(dir, 'host.log'), 'utf8').trim().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    level: 40,
    msg: 'connection',
    state: 'connecting',
    reason: 'It said [redacted].',
  })
})
