// One attempt at a server's event stream: bytes → events until it ends, and why it ended. One parser
// for the life of the connection; every byte, comments included, feeds the watchdog.

import { createParser } from 'eventsource-parser'
import type { Clock } from '../clock.ts'

export type StreamEnd =
  /** The server closed it, or the connection broke. */
  | { readonly type: 'closed'; readonly message: string }
  /** No byte for `silenceMs`: dead, whatever the socket says. */
  | { readonly type: 'silent' }
  | { readonly type: 'connect-timeout' }
  | { readonly type: 'unauthorized' }
  /** An answer that is no event stream: another program, a proxy's page, no content. */
  | { readonly type: 'not-a-stream'; readonly message: string }
  | { readonly type: 'unavailable'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly type: 'too-large' }
  | { readonly type: 'stopped' }

export interface EventStreamOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly connectTimeoutMs: number
  readonly silenceMs: number
  readonly maxEventBytes: number
  readonly signal: AbortSignal
  readonly onOpen: () => void
  /** One event's data. Called in arrival order, synchronously as bytes come. */
  readonly onEvent: (data: string) => void
  readonly onBytes: (count: number) => void
}

/** Never rejects. After it resolves no callback is called any more. */
export async function readEventStream(options: EventStreamOptions): Promise<StreamEnd> {
  const abort = new AbortController()
  let end: StreamEnd | null = null
  let cancelTimer = (): void => {}
  const finish = (reason: StreamEnd): void => {
    if (end) return
    end = reason
    cancelTimer()
    abort.abort()
  }
  const watch = (ms: number, reason: StreamEnd): void => {
    cancelTimer()
    cancelTimer = options.clock.after(ms, () => finish(reason))
  }
  const ended = (): StreamEnd | null => end
  const stop = (): void => finish({ type: 'stopped' })
  options.signal.addEventListener('abort', stop, { once: true })
  if (options.signal.aborted) stop()
  watch(options.connectTimeoutMs, { type: 'connect-timeout' })
  try {
    const response = await options.fetch(options.url, {
      headers: { ...options.headers, accept: 'text/event-stream' },
      signal: abort.signal,
      redirect: 'manual',
    })
    const refused = refusal(response)
    if (refused) {
      finish(refused)
    } else if (!ended() && response.body) {
      options.onOpen()
      watch(options.silenceMs, { type: 'silent' })
      await pump(response.body, options, ended, finish, () => watch(options.silenceMs, { type: 'silent' }))
      finish({ type: 'closed', message: 'The server closed the stream.' })
    }
  } catch (error) {
    finish({ type: 'closed', message: describe(error) })
  } finally {
    options.signal.removeEventListener('abort', stop)
  }
  return end ?? { type: 'closed', message: 'The stream ended.' }
}

async function pump(
  body: ReadableStream<Uint8Array>,
  options: EventStreamOptions,
  ended: () => StreamEnd | null,
  finish: (reason: StreamEnd) => void,
  alive: () => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let sinceEvent = 0
  const parser = createParser({
    onEvent: (event) => {
      sinceEvent = 0
      if (!ended()) options.onEvent(event.data)
    },
    onComment: () => {
      sinceEvent = 0
    },
  })
  for await (const chunk of body) {
    if (ended()) return
    alive()
    options.onBytes(chunk.byteLength)
    sinceEvent += chunk.byteLength
    if (sinceEvent > options.maxEventBytes) {
      finish({ type: 'too-large' })
      return
    }
    parser.feed(decoder.decode(chunk, { stream: true }))
    if (ended()) return
  }
}

function refusal(response: Response): StreamEnd | null {
  const { status } = response
  if (status === 401 || status === 403) return { type: 'unauthorized' }
  if (status === 429 || status >= 500) {
    return { type: 'unavailable', status, retryAfterMs: retryAfterMs(response.headers.get('retry-after')) }
  }
  const type = response.headers.get('content-type') ?? ''
  if (status !== 200)
    return { type: 'not-a-stream', message: `It answered ${status} where an event stream should be.` }
  if (!type.includes('text/event-stream')) {
    return {
      type: 'not-a-stream',
      message: `It answered ${type || 'something'} where an event stream should be.`,
    }
  }
  return response.body ? null : { type: 'not-a-stream', message: 'It answered without a body.' }
}

/** Seconds, as servers of this kind send it; a date form is not worth the clock skew it brings. */
function retryAfterMs(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'The connection broke.'
  const cause: unknown = error.cause
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  if (code === 'ECONNREFUSED') return 'Nothing answers at that address.'
  if (code === 'ENOTFOUND') return 'That host name is not known.'
  // Node's own codes for a broken socket say nothing to a person.
  return typeof code === 'string' && !code.startsWith('UND_')
    ? `The connection broke (${code}).`
    : 'The connection broke.'
}
