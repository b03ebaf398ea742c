// One persistent reader per server. This is the only place that retries a stream and the only one that
// decides whether it lives; everyone else reads the state.

import type { Connection } from '#contract/model'
import type { Clock } from '../clock.ts'
import { backoffMs, STREAM_BACKOFF } from './backoff.ts'
import { readEventStream, type StreamEnd } from './event-stream.ts'

/** A server on this machine answers in milliseconds; a far one within this or not at all. */
const CONNECT_TIMEOUT_MS = 10_000
/** The dialect's largest event with room to spare; beyond it the connection is worth less than memory. */
const MAX_EVENT_BYTES = 64 * 1024 * 1024
/** A server may ask for a pause; one that asks for more than this is asked again all the same. */
const MAX_RETRY_AFTER_MS = 60_000
/** An attempt that lived this long was a good one: the next failure starts the backoff anew. */
const SETTLED_MS = 5_000

export interface StreamSource {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly silenceMs: number
}

export interface StreamSupervisorOptions {
  readonly source: () => StreamSource
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly random: () => number
  readonly onState: (connection: Connection) => void
  /** The stream is open: fetch what it does not tell. `again` is false the first time. */
  readonly onOpen: (again: boolean) => void
  /** It was open and is not any more. */
  readonly onCut: () => void
  readonly onEvent: (data: string) => void
  readonly onBytes: (count: number) => void
}

export interface StreamSupervisor {
  start(): void
  /** Try now instead of when the backoff says so. */
  retryNow(): void
  /** What came can't be read, so what is missing can't be known: opened again as if the server had closed it. */
  distrust(reason: string): void
  stop(): void
  readonly attempts: () => number
}

export function superviseStream(options: StreamSupervisorOptions): StreamSupervisor {
  const { clock } = options
  let generation = 0
  let attempt = 0
  let attempts = 0
  let wasOpen = false
  /** Null: not open. */
  let openedAt: number | null = null
  let running: AbortController | null = null
  let cancelWait = (): void => {}

  const cut = (): void => {
    if (openedAt === null) return
    if (clock.now() - openedAt >= SETTLED_MS) attempt = 0
    openedAt = null
    options.onCut()
  }

  const connect = (reason: string | null): void => {
    cancelWait()
    running?.abort()
    const mine = ++generation
    // What streams between a live connection left now and the next one is lost like any other.
    cut()
    const abort = new AbortController()
    running = abort
    attempt++
    attempts++
    const isMine = (): boolean => mine === generation
    options.onState({ state: 'connecting', attempt, nextAt: null, reason })
    const source = options.source()
    void readEventStream({
      ...source,
      fetch: options.fetch,
      clock,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      maxEventBytes: MAX_EVENT_BYTES,
      signal: abort.signal,
      onOpen: () => {
        if (!isMine()) return
        openedAt = clock.now()
        options.onState({ state: 'live', since: openedAt })
        const again = wasOpen
        wasOpen = true
        options.onOpen(again)
      },
      onEvent: (data) => {
        if (isMine()) options.onEvent(data)
      },
      onBytes: (count) => {
        if (isMine()) options.onBytes(count)
      },
    }).then((end) => {
      if (!isMine()) return
      running = null
      cut()
      afterEnd(end)
    })
  }

  const afterEnd = (end: StreamEnd): void => {
    if (end.type === 'stopped') return
    if (end.type === 'unauthorized') {
      options.onState({
        state: 'unauthorized',
        since: clock.now(),
        reason: 'The server wants another user name or password.',
      })
      return
    }
    const reason = describeEnd(end)
    const waitMs =
      end.type === 'unavailable' && end.retryAfterMs !== null
        ? Math.min(end.retryAfterMs, MAX_RETRY_AFTER_MS)
        : backoffMs(STREAM_BACKOFF, Math.max(1, attempt), options.random)
    options.onState({ state: 'connecting', attempt: attempt + 1, nextAt: clock.now() + waitMs, reason })
    cancelWait = clock.after(waitMs, () => connect(reason))
  }

  return {
    start: () => connect(null),
    retryNow: () => {
      attempt = 0
      connect(null)
    },
    distrust: (reason) => {
      if (openedAt === null) return
      generation++
      running?.abort()
      running = null
      cut()
      afterEnd({ type: 'closed', message: reason })
    },
    stop: () => {
      generation++
      openedAt = null
      cancelWait()
      running?.abort()
      running = null
    },
    attempts: () => attempts,
  }
}

function describeEnd(end: StreamEnd): string {
  switch (end.type) {
    case 'closed':
    case 'not-a-stream':
      return end.message
    case 'silent':
      return 'The stream fell silent.'
    case 'connect-timeout':
      return 'The server did not answer.'
    case 'unavailable':
      return `The server answered ${end.status}.`
    case 'too-large':
      return 'One event was larger than 64 MiB.'
    case 'unauthorized':
    case 'stopped':
      return ''
  }
}
