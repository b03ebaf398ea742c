/** A CodeNomad server 0.16.0 in this process, as its clients see it: on loopback, over plain HTTP. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { systemClock, type Clock } from '../../src/worker/clock.ts'
import { noFaults, type Faults } from './faults.ts'
import { createFiles } from './files.ts'
import { createLife, type Life } from './life.ts'
import { createStorage } from './storage.ts'
import { trueTimings, type Timings } from './timings.ts'
import type { Opencode, ServerEvent, StartOpencode } from './types.ts'
import { createWorktrees } from './worktrees.ts'

export interface CodenomadDouble {
  /** `http://127.0.0.1:PORT`, the same after a restart. */
  readonly url: string
  readonly faults: Faults
  /** What the server has printed, in order. */
  stdout(): readonly string[]
  /** Requests seen so far, `GET /api/events?…`. */
  requests(): readonly SeenRequest[]
  /** The open event streams' `clientId:connectionId`. */
  connections(): readonly string[]
  /** How many of the 16 upstream connections of a workspace are taken. */
  usedSlots(workspaceId: string): number
  /** Sends any event to every client. */
  emit(event: ServerEvent): void
  /** A background process ends by itself. */
  finishProcess(processId: string, exitCode: number): void
  /** Starts again on the same port: after a crash, or as SIGTERM and a new start would. */
  restart(): Promise<void>
  /** SIGTERM: bridges say `disconnected`, streams end cleanly, then the port is closed. */
  close(): Promise<void>
}

export interface SeenRequest {
  readonly at: number
  readonly method: string
  readonly path: string
}

export interface DoubleOptions {
  readonly clock?: Clock
  readonly timings?: Partial<Timings>
  /** Default 0: any free one. */
  readonly port?: number
  readonly username?: string
  readonly password?: string
  readonly cookieName?: string
  /** Prints a one-time token that signs in too. */
  readonly withToken?: boolean
  /** Where relative paths begin and `/api/filesystem` is kept, unless unrestricted. */
  readonly root?: string
  readonly isUnrestricted?: boolean
  /** One for every workspace, or what starts one per workspace. */
  readonly opencode: Opencode | StartOpencode
}

/** From SIGTERM the real process was gone within 1.3 s. */
const MAX_GOODBYE_MS = 1_000

/** The server keeps idle connections for this long. */
const KEEP_ALIVE_MS = 72_000

/** Requests kept for tests to look at. */
const MAX_SEEN_REQUESTS = 10_000

export async function createCodenomadDouble(options: DoubleOptions): Promise<CodenomadDouble> {
  const { clock = systemClock, opencode, root = process.cwd() } = options
  const startOpencode: StartOpencode = typeof opencode === 'function' ? opencode : () => opencode
  const stdout: string[] = []
  const seen: SeenRequest[] = []
  const storage = createStorage()
  const worktrees = createWorktrees()
  const files = createFiles(root, options.isUnrestricted !== true)
  let switches = noFaults
  let port = options.port ?? 0
  let url = ''
  let run: Run

  const meta = (): object => ({
    localUrl: url,
    eventsUrl: '/api/events',
    host: '127.0.0.1',
    listeningMode: 'local',
    localPort: port,
    hostLabel: '127.0.0.1',
    workspaceRoot: root,
    addresses: [],
    serverVersion: '0.16.0',
    ui: { source: 'bundled' },
    support: { supported: true },
  })

  async function start(): Promise<void> {
    const life = createLife({
      clock,
      timings: { ...trueTimings, ...options.timings },
      auth: {
        username: options.username ?? 'codenomad',
        password: options.password ?? null,
        cookieName: options.cookieName ?? 'codenomad_session',
        withToken: options.withToken ?? false,
      },
      root,
      startOpencode,
      switches: () => switches,
      storage,
      worktrees,
      files,
      meta,
      crash: () => void crash(),
    })
    if (life.auth.token !== null) stdout.push(`CODENOMAD_BOOTSTRAP_TOKEN:${life.auth.token}`)
    run = await listen(life, port, (method, path) => {
      seen.push({ at: clock.now(), method, path })
      if (seen.length > MAX_SEEN_REQUESTS) seen.shift()
    })
    port = run.port
    url = `http://127.0.0.1:${port}`
    stdout.push(`Local Connection URL : ${url}`, `Remote Connection URL : ${url}`)
  }

  async function crash(): Promise<void> {
    const done = run.reset()
    run.life.kill()
    await done
  }

  async function close(): Promise<void> {
    await run.life.shutdown()
    run.life.kill()
    await run.end()
  }

  await start()

  return {
    url,
    faults: {
      set: (changed) => void (switches = { ...switches, ...changed }),
      forgetSessions: () => run.life.auth.forgetSessions(),
      halfOpen(how = { blocked: false }) {
        for (const sink of run.life.sinks) sink.goHalfOpen(how)
      },
      endHalfOpen() {
        for (const sink of run.life.sinks) sink.die()
      },
      eofStorm: (id, times) => run.life.workspaces.running(id)?.bridge.endNext(times),
      freeze: (id) => run.life.workspaces.running(id)?.gate.freeze(),
      thaw: (id) => run.life.workspaces.running(id)?.gate.thaw(),
      exit: (id, code) => run.life.workspaces.exit(id, code),
      crash,
    },
    stdout: () => stdout,
    requests: () => seen,
    connections: () => run.life.connections.keys(),
    usedSlots: (id) => run.life.workspaces.running(id)?.proxy.usedSlots() ?? 0,
    emit: (event) => run.life.emit(event),
    finishProcess: (id, exitCode) => run.life.processes.finish(id, exitCode),
    async restart() {
      if (run.isListening()) await close()
      await start()
    },
    close,
  }
}

interface Run {
  readonly life: Life
  readonly port: number
  isListening(): boolean
  /** Every socket is reset and the port closed. */
  reset(): Promise<void>
  /** Open answers end, then the port is closed. */
  end(): Promise<void>
}

async function listen(
  life: Life,
  port: number,
  onRequest: (method: string, path: string) => void,
): Promise<Run> {
  const sockets = new Set<Socket>()
  const upgraded = new Set<Socket>()
  const server: Server = createServer((req, res) => {
    onRequest(req.method ?? 'GET', req.url ?? '/')
    life.handle(req, res)
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = 0
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  // WebSockets are not answered there: no byte, no end.
  server.on('upgrade', (req, socket: Socket) => {
    onRequest(req.method ?? 'GET', req.url ?? '/')
    socket.on('error', () => {})
    upgraded.add(socket)
  })
  await new Promise<void>((done, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', done)
  })
  const closed = (): Promise<void> =>
    new Promise((done) => {
      if (server.listening) server.close(() => done())
      else done()
    })

  return {
    life,
    port: (server.address() as AddressInfo).port,
    isListening: () => server.listening,
    reset() {
      const done = closed()
      for (const socket of sockets) socket.resetAndDestroy()
      return done
    },
    async end() {
      const done = closed()
      for (const socket of upgraded) socket.destroy()
      // What was written last goes out first; a client that never reads is not waited for.
      for (const socket of sockets) socket.destroySoon()
      const giveUp = setTimeout(() => sockets.forEach((socket) => socket.destroy()), MAX_GOODBYE_MS)
      await done
      clearTimeout(giveUp)
    },
  }
}
