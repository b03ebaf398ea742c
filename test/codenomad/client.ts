/** A plain client of a CodeNomad server, for tests: its cookie, its calls, its event streams. */
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { randomUUID } from 'node:crypto'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface EventReader {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly clientId: string
  readonly connectionId: string
  /** All so far, each without its blank line. */
  frames(): readonly string[]
  /** The first frame, of those not yet returned or passed over, that matches. */
  until(match: string | ((frame: string) => boolean)): Promise<string>
  /** `eof`: ended in good order; `reset`: in any other way, this client's own close too. */
  readonly ended: Promise<'eof' | 'reset'>
  /** Reads nothing until resumed. */
  pause(): void
  resume(): void
  close(): void
}

export interface Client {
  cookie(): string
  /** The value is sent as JSON; text as it is. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  /** Begins a request and leaves the rest to the test. */
  begin(
    method: string,
    path: string,
  ): { readonly leave: () => void; readonly answered: Promise<number | null> }
  signIn(password: string): Promise<Answer>
  openEvents(ids?: { readonly clientId?: string; readonly connectionId?: string }): Promise<EventReader>
  pong(reader: EventReader): Promise<Answer>
}

export function createClient(url: string): Client {
  let cookie = ''

  const call: Client['call'] = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const isText = typeof body === 'string' || body instanceof Uint8Array
      const payload = isText || body === undefined ? body : JSON.stringify(body)
      const type = isText || body === undefined ? {} : { 'content-type': 'application/json' }
      const req = request(`${url}${path}`, { method, headers: { cookie, ...type, ...headers }, agent: false })
      req.on('error', reject)
      req.on('response', (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: res.statusCode ?? 0, headers: res.headers, text })
        })
      })
      req.end(payload)
    })

  const keepCookie = (answer: Answer): Answer => {
    cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie
    return answer
  }

  return {
    cookie: () => cookie,
    call,
    begin(method, path) {
      const req = request(`${url}${path}`, { method, headers: { cookie }, agent: false })
      const answered = new Promise<number | null>((resolve) => {
        req.on('response', (res) => resolve(res.statusCode ?? 0))
        req.on('error', () => resolve(null))
      })
      req.end()
      return { answered, leave: () => void req.destroy() }
    },
    signIn: async (password) =>
      keepCookie(await call('POST', '/api/auth/login', { username: 'codenomad', password })),
    openEvents: ({ clientId = 'client', connectionId = randomUUID() } = {}) =>
      new Promise((resolve, reject) => {
        const query = new URLSearchParams({ clientId, connectionId })
        const req = request(`${url}/api/events?${query}`, { headers: { cookie }, agent: false })
        req.on('error', reject)
        req.on('response', (res) => resolve({ clientId, connectionId, ...readFrames(res) }))
        req.end()
      }),
    pong: ({ clientId, connectionId }) =>
      call('POST', '/api/client-connections/pong', { clientId, connectionId, pingTs: 0 }),
  }
}

function readFrames(res: IncomingMessage): Omit<EventReader, 'clientId' | 'connectionId'> {
  const frames: string[] = []
  let rest = ''
  let cursor = 0
  let wake = (): void => {}
  let next = new Promise<void>((resolve) => (wake = resolve))

  res.setEncoding('utf8')
  res.on('data', (text: string) => {
    const pieces = `${rest}${text}`.split('\n\n')
    rest = pieces.pop() ?? ''
    frames.push(...pieces)
    wake()
    next = new Promise((resolve) => (wake = resolve))
  })
  const ended = new Promise<'eof' | 'reset'>((resolve) => {
    res.on('end', () => resolve(res.complete ? 'eof' : 'reset'))
    res.on('error', () => resolve('reset'))
    res.on('close', () => resolve('reset'))
  })

  return {
    status: res.statusCode ?? 0,
    headers: res.headers,
    frames: () => frames,
    async until(match) {
      const fits = typeof match === 'string' ? (frame: string) => frame.includes(match) : match
      for (;;) {
        const frame = frames[cursor]
        if (frame === undefined) await next
        else {
          cursor += 1
          if (fits(frame)) return frame
        }
      }
    },
    ended,
    pause: () => void res.pause(),
    resume: () => void res.resume(),
    close: () => void res.destroy(),
  }
}
