/** The least of an opencode server that the CodeNomad double's own tests need, answered by hand. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { basicAuth, type Opencode } from './types.ts'

export interface Upstream extends Opencode {
  /** Sends one line of `/global/event` to every listener. */
  emit(envelope: object): void
  /** The same for bytes, cut wherever a test likes. */
  write(bytes: Uint8Array): void
  /** Every event stream ends cleanly. */
  endStreams(): void
  /** Every event stream's socket is reset. */
  resetStreams(): void
  /** How event streams are answered from now on: as usual, with this status, or not at all. */
  answerStreams(how: 'open' | 'never' | number): void
  /** Requests to `/hang` are answered only now. */
  answerHanging(): void
  streams(): number
  hanging(): number
  requests(): readonly { readonly method: string; readonly path: string; readonly headers: object }[]
  close(): Promise<void>
}

export async function createUpstream(password = 'upstream-password'): Promise<Upstream> {
  const streams = new Set<ServerResponse>()
  const hanging = new Set<ServerResponse>()
  const sockets = new Set<Socket>()
  const requests: { method: string; path: string; headers: object }[] = []
  const sessions: { id: string; title: string }[] = []
  let streamAnswer: 'open' | 'never' | number = 'open'
  let events = 0

  const emit = (envelope: object): void => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(envelope)}\n\n`)
  }
  const event = (type: string, properties: object): object => {
    events += 1
    return { id: `evt_${events}`, type, properties }
  }

  function openStream(res: ServerResponse): void {
    if (streamAnswer === 'never') return
    if (streamAnswer !== 'open') return void res.writeHead(streamAnswer).end('no')
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.write(`data: ${JSON.stringify({ payload: event('server.connected', {}) })}\n\n`)
    streams.add(res)
    res.on('close', () => streams.delete(res))
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '/'
    const { pathname } = new URL(path, 'http://opencode')
    requests.push({ method: req.method ?? 'GET', path, headers: req.headers })
    if (req.headers.authorization !== basicAuth({ url: '', password })) return void res.writeHead(401).end()
    if (pathname === '/global/event' || pathname === '/event') return openStream(res)
    if (pathname === '/hang') return void hanging.add(res)
    if (pathname === '/reset') return void req.socket.resetAndDestroy()

    const chunks: Buffer[] = []
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const directory = req.headers['x-opencode-directory']
    const reply = (value: unknown): void => {
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    if (pathname === '/echo')
      return reply({ method: req.method, path, headers: req.headers, bytes: body.length })
    if (pathname === '/session' && req.method === 'GET') return reply(sessions)
    if (pathname === '/session') {
      const info = { id: `ses_${sessions.length + 1}`, title: 'New session' }
      sessions.push(info)
      emit({ directory, payload: event('session.created', { sessionID: info.id, info }) })
      return reply(info)
    }
    const prompt = /^\/session\/([^/]+)\/prompt_async$/.exec(pathname)
    if (prompt) {
      res.writeHead(204).end()
      const sessionID = prompt[1]
      for (const status of ['busy', 'idle']) {
        emit({ directory, payload: event('session.status', { sessionID, status: { type: status } }) })
      }
      return
    }
    res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>opencode</title>')
  }

  const server = createServer((req, res) => {
    answer(req, res).catch(() => res.destroy())
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    password,
    emit,
    write(bytes) {
      for (const stream of streams) stream.write(bytes)
    },
    endStreams() {
      for (const stream of streams) stream.end()
    },
    resetStreams() {
      for (const stream of streams) stream.socket?.resetAndDestroy()
    },
    answerStreams: (how) => void (streamAnswer = how),
    answerHanging() {
      for (const res of hanging) res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      hanging.clear()
    },
    streams: () => streams.size,
    hanging: () => hanging.size,
    requests: () => requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
