/** One life of the server's process: all that a crash forgets. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../src/worker/clock.ts'
import { createAuth, type Auth, type AuthOptions } from './auth.ts'
import { readBody } from './body.ts'
import { createConnections, type Connections } from './connections.ts'
import type { FaultSwitches } from './faults.ts'
import type { Files } from './files.ts'
import { createHttpSink, type HttpSink } from './http-sink.ts'
import { createLifeClock } from '../life-clock.ts'
import { createProcesses, type Processes } from './processes.ts'
import { error, json, send, type Reply } from './replies.ts'
import { findRoute } from './router.ts'
import { createRoutes } from './routes.ts'
import type { Storage } from './storage.ts'
import type { Timings } from './timings.ts'
import { basicAuth, type ServerEvent, type StartOpencode } from './types.ts'
import { createWorkspaces, type Workspaces } from './workspaces.ts'
import type { Worktrees } from './worktrees.ts'

export interface Life {
  readonly auth: Auth
  readonly connections: Connections
  readonly workspaces: Workspaces
  readonly processes: Processes
  readonly sinks: ReadonlySet<HttpSink>
  handle(req: IncomingMessage, res: ServerResponse): void
  emit(event: ServerEvent): void
  /** Bridges say good-bye and streams end. */
  shutdown(): Promise<void>
  /** Nothing of this life happens any more. */
  kill(): void
}

export interface LifeOptions {
  readonly clock: Clock
  readonly timings: Timings
  readonly auth: Omit<AuthOptions, 'clock' | 'tokenMs'>
  readonly root: string
  readonly startOpencode: StartOpencode
  readonly switches: () => FaultSwitches
  readonly storage: Storage
  readonly worktrees: Worktrees
  readonly files: Files
  readonly meta: () => object
  readonly crash: () => void
}

export function createLife(options: LifeOptions): Life {
  const { timings, switches } = options
  const clock = createLifeClock(options.clock)
  const auth = createAuth({ ...options.auth, clock, tokenMs: timings.tokenMs })
  const connections = createConnections({ clock, timings, pings: () => switches().pings })
  const emit = (event: ServerEvent): void => connections.send(`data: ${JSON.stringify(event)}\n\n`)
  const workspaces = createWorkspaces({ ...options, clock, emit })
  const processes = createProcesses(clock, (instanceId, event) =>
    emit({ type: 'instance.event', instanceId, event }),
  )
  const sinks = new Set<HttpSink>()

  const routes = createRoutes({
    ...options,
    auth,
    connections,
    workspaces,
    processes,
    emit,
    openStream(key, res) {
      const origin = res.req.headers.origin ?? '*'
      res.writeHead(200, {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache',
        connection: 'keep-alive',
      })
      res.flushHeaders()
      const sink = createHttpSink(res)
      sinks.add(sink)
      sink.onClose(() => sinks.delete(sink))
      connections.open(key, sink)
    },
    crash: () => void clock.after(timings.crashMs, options.crash),
    crashesOnDelete: (id) => switches().crashOnDelete && processes.isAnyRunning(id),
  })

  /** Null: go on. */
  function judge(req: IncomingMessage, pathname: string): Reply | null {
    if (auth.hasBrokenCookie(req)) {
      return json(500, { statusCode: 500, error: 'Internal Server Error', message: 'URI malformed' })
    }
    if (OPEN_PATHS.has(pathname) || auth.isSignedIn(req)) return null
    const plugin = /^\/workspaces\/([^/]+)\/plugin/.exec(pathname)
    const running = plugin?.[1] ? workspaces.running(plugin[1]) : null
    if (running && req.headers.authorization === basicAuth(running.opencode)) return null
    const wantsPage = req.method === 'GET' && (req.headers.accept ?? '').includes('text/html')
    if (wantsPage && !pathname.startsWith('/api/')) return { status: 302, headers: { location: '/login' } }
    return error(401, 'Unauthorized')
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://codenomad')
    const refusal = judge(req, url.pathname)
    if (refusal) return send(res, refusal)
    const found = findRoute(routes, req.method ?? 'GET', url.pathname)
    if (!found) return send(res, json(404, { message: 'Not Found' }))
    const { route, params } = found
    const body = route.isRaw ? null : await readBody(req)
    if (body && !body.ok) return send(res, body.reply)
    const reply = await route.handle({ req, res, url, params, body: body?.value })
    if (reply) send(res, reply)
  }

  return {
    auth,
    connections,
    workspaces,
    processes,
    sinks,
    emit,
    handle(req, res) {
      answer(req, res).catch((cause: unknown) => {
        // A client that left in the middle of its body is no failure of the double.
        if (req.destroyed) return
        send(res, json(500, { statusCode: 500, error: 'Internal Server Error', message: String(cause) }))
      })
    },
    async shutdown() {
      await workspaces.shutdown()
      connections.endAll()
    },
    kill() {
      clock.stop()
      workspaces.kill()
    },
  }
}

/** Reachable without a session. */
const OPEN_PATHS = new Set([
  '/api/auth/status',
  '/api/auth/login',
  '/api/auth/token',
  '/api/auth/logout',
  '/login',
  '/auth/token',
])
