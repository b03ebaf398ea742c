// One attempt at a server's event stream: bytes → events until it ends, and why it ended. One parser
// for the life of the connection; every byte, comments included, feeds the watch.

import { createParser } from 'eventsource-parser'
import type { Clock } from '../clock.ts'
import { describeBroken, refusal, type StreamEnd } from './stream-end.ts'
import { startWatch, type Watch } from '../watch.ts'

export interface EventStreamOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly connectTimeoutMs: number
  readonly silenceMs: number
  /** The server says something the moment a stream opens: until then nothing is open, whatever its headers say. */
  readonly speaksFirst: boolean
  /** How long that may take; as long as an answer where it is not said. */
  readonly firstWordMs?: number
  readonly maxEventBytes: number
  readonly signal: AbortSignal
  readonly onOpen: () => void
  /** One event's data and its `event:` field. Called in arrival order, synchronously as bytes come. */
  readonly onEvent: (data: string, name: string | null) => void
  readonly onBytes: (count: number) => void
}

/** Never rejects. After it resolves no callback is called any more. */
export function readEventStream(options: EventStreamOptions): Promise<StreamEnd> {
  return new Promise((resolve) => {
    const { clock, signal } = options
    const abort = new AbortController()
    let isEnded = false
    let isOpen = false
    let watch: Watch | null = null

    const finish = (end: StreamEnd): void => {
      if (isEnded) return
      isEnded = true
      watch?.cancel()
      signal.removeEventListener('abort', stop)
      abort.abort()
      resolve(end)
    }
    const stop = (): void => finish({ type: 'stopped' })
    const allow = (limitMs: number, end: StreamEnd): void => {
      watch?.cancel()
      watch = startWatch(clock, limitMs, () => finish(end))
    }
    const open = (): void => {
      if (isOpen || isEnded) return
      isOpen = true
      allow(options.silenceMs, { type: 'silent' })
      options.onOpen()
    }
    const parser = createParser({
      maxBufferSize: options.maxEventBytes,
      onEvent: (event) => {
        open()
        if (!isEnded) options.onEvent(event.data, event.event ?? null)
      },
      onComment: open,
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') finish({ type: 'too-large' })
      },
    })

    const read = async (): Promise<void> => {
      const response = await options.fetch(options.url, {
        headers: { ...options.headers, accept: 'text/event-stream' },
        signal: abort.signal,
        redirect: 'manual',
      })
      if (isEnded) return
      const refused = refusal(response, clock.now())
      if (refused) return finish(refused)
      if (options.speaksFirst) allow(options.firstWordMs ?? options.connectTimeoutMs, { type: 'mute' })
      else open()
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) {
        if (isEnded) return
        watch?.feed()
        options.onBytes(chunk.byteLength)
        parser.feed(decoder.decode(chunk, { stream: true }))
        if (isEnded) return
      }
      finish({ type: 'closed', message: 'The server closed the stream.' })
    }

    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    allow(options.connectTimeoutMs, { type: 'connect-timeout' })
    read().catch((error: unknown) => finish({ type: 'closed', message: describeBroken(error) }))
  })
}
