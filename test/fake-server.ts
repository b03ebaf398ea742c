/** A server of event streams for the stream's tests: each connection is answered by hand. */

export interface FakeConnection {
  readonly url: string
  readonly headers: Headers
  /** Answers with an open stream. */
  open(): void
  /** Answers with anything else. */
  answer(status: number, body?: string, headers?: Readonly<Record<string, string>>): void
  /** The connection breaks, before or after its answer. */
  fail(code: string): void
  send(text: string): void
  event(data: unknown): void
  close(): void
  readonly isAborted: () => boolean
}

export interface FakeServer {
  readonly fetch: typeof fetch
  readonly connections: readonly FakeConnection[]
  latest(): FakeConnection
}

/** `stubborn`: goes on sending on connections that their client has aborted. */
export function createFakeServer(manners: 'polite' | 'stubborn' = 'polite'): FakeServer {
  const connections: FakeConnection[] = []

  const connect: typeof fetch = (input, init) =>
    new Promise((resolve, reject) => {
      let controller: ReadableStreamDefaultController<Uint8Array> | null = null
      const broken = (code: string) => new TypeError('fetch failed', { cause: { code } })
      const end = (error: unknown): void => {
        reject(error)
        controller?.error(error)
        controller = null
      }
      init?.signal?.addEventListener('abort', () => {
        if (manners === 'polite') end(new DOMException('aborted', 'AbortError'))
      })
      const send = (text: string): void => controller?.enqueue(new TextEncoder().encode(text))
      connections.push({
        url: String(input),
        headers: new Headers(init?.headers),
        open: () => {
          const body = new ReadableStream<Uint8Array>({
            start: (made) => void (controller = made),
            cancel: () => void (controller = null),
          })
          resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
        },
        answer: (status, body = '', headers = {}) => resolve(new Response(body, { status, headers })),
        fail: (code) => end(broken(code)),
        send,
        event: (data) => send(`data: ${JSON.stringify(data)}\n\n`),
        close: () => {
          controller?.close()
          controller = null
        },
        isAborted: () => init?.signal?.aborted ?? false,
      })
    })

  return {
    fetch: connect,
    connections,
    latest: () => {
      const last = connections.at(-1)
      if (!last) throw new Error('Nobody has connected yet.')
      return last
    },
  }
}
