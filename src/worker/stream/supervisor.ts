// One persistent reader per server. This is the only place that retries a stream and the only one that
// decides whether it lives; everyone else reads the state.

import type { Connection } from '#contract/model'
import type { Result } from '#contract/result'
import type { Clock } from '../clock.ts'
import { backoffMs, type BackoffPolicy } from './backoff.ts'
import { readEventStream } from './event-stream.ts'
import { describeEnd, type StreamEnd } from './stream-end.ts'
import { startWatch, type Watch } from '../watch.ts'

/** A server on this machine answers in milliseconds; a far one within this or not at all. */
const CONNECT_TIMEOUT_MS = 10_000
/** The dialect's largest event with room to spare; beyond it the connection is worth less than memory. */
const MAX_EVENT_BYTES = 64 * 1024 * 1024
/** A server may ask for a pause; one that asks for more than this is asked again all the same. */
const MAX_RETRY_AFTER_MS = 60_000
/** An attempt on which bytes came for this long was a good one: the next failure starts the backoff anew. */
const SETTLED_MS = 5_000
/** After a wake or a change of network: what came meanwhile is read before the stream is taken for dead. */
const PROOF_MS = 500

/** One attempt's own: made when it begins, disposed of when it ends. */
export interface StreamSource {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly silenceMs: number
  /** The dialect says something the moment a stream opens. */
  readonly speaksFirst: boolean
  /** Where it does not, its first word comes within this; without it nothing is known of that. */
  readonly firstWordMs?: number
  readonly onEvent: (data: string, name: string | null) => void
  /** It was refused for its credentials, and another attempt would bring new ones. */
  readonly mayRenew: () => boolean
  readonly dispose: () => void
}

export interface StreamSupervisorOptions {
  /** What an attempt needs first, as a sign-in; null: nothing. */
  readonly prepare: () => Promise<Result<null>> | null
  /** Asked anew for each attempt. */
  readonly source: () => StreamSource
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly random: () => number
  readonly backoff: () => BackoffPolicy
  /**
   * `connecting` with a `nextAt` says that an attempt has ended; its `attempt` is the number of the next one
   * since the last good stretch.
   */
  readonly onState: (connection: Connection) => void
  /** The stream is open: fetch what it does not tell. */
  readonly onOpen: () => void
  /** It was open and is not any more. */
  readonly onCut: () => void
  readonly onBytes: (count: number) => void
}

export interface StreamSupervisor {
  start(): void
  /** A person wants it now: whatever there is is left for a new attempt. */
  retryNow(): void
  /**
   * The network is back or the machine woke: what is not open is tried at once, and what is open is taken for
   * dead at half its silence limit, which is still more than any dialect's heartbeat.
   */
  nudge(): void
  /** What came can't be read, so what is missing can't be known: opened again as if the server had closed it. */
  distrust(reason: string): void
  stop(): void
  readonly attempts: () => number
  /** Connections ended here because nothing came any more. */
  readonly silentCuts: () => number
}

export function superviseStream(options: StreamSupervisorOptions): StreamSupervisor {
  const { clock } = options
  /** Rises with each attempt and each stop: callbacks of another one's attempt are not heard. */
  let generation = 0
  let attempt = 0
  let attempts = 0
  let silentCuts = 0
  /** New credentials were tried since it was last open: when those are refused too, a person is asked. */
  let isRenewed = false
  /** The last one opened and never said a word: until the next one does, it is not taken for open. */
  let isMute = false
  let isToSpeak = false
  let hasSpoken = false
  /** Null: not open. */
  let openedAt: number | null = null
  let lastByteAt = 0
  let silenceMs = 0
  let running: AbortController | null = null
  let wait: Watch | null = null
  let proof: Watch | null = null

  /** Leaves whatever attempt or wait there is. */
  const leave = (): void => {
    generation++
    wait?.cancel()
    wait = null
    proof?.cancel()
    proof = null
    running?.abort()
    running = null
  }

  const cut = (): void => {
    if (openedAt === null) return
    if (lastByteAt - openedAt >= SETTLED_MS) attempt = 0
    openedAt = null
    options.onCut()
  }

  const connect = (reason: string | null): void => {
    leave()
    // What streams between a live connection left now and the next one is lost like any other.
    cut()
    const mine = generation
    const isMine = (): boolean => mine === generation
    const abort = new AbortController()
    running = abort
    attempt++
    attempts++
    options.onState({ state: 'connecting', attempt, nextAt: null, reason })
    if (!isMine()) return
    const prepared = options.prepare()
    if (!prepared) return open(abort, isMine)
    void prepared.then((done) => {
      if (!isMine()) return
      if (done.ok) open(abort, isMine)
      else if (done.error.code === 'unauthorized') askToSignIn(done.error.message)
      else afterEnd({ type: 'closed', message: done.error.message })
    })
  }

  const open = (abort: AbortController, isMine: () => boolean): void => {
    const source = options.source()
    silenceMs = source.silenceMs
    isToSpeak = source.firstWordMs !== undefined
    hasSpoken = false
    void readEventStream({
      ...source,
      speaksFirst: source.speaksFirst || isMute,
      fetch: options.fetch,
      clock,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      maxEventBytes: MAX_EVENT_BYTES,
      signal: abort.signal,
      onOpen: () => {
        if (!isMine()) return
        openedAt = lastByteAt = clock.now()
        isRenewed = false
        options.onState({ state: 'live', since: openedAt })
        options.onOpen()
      },
      onEvent: (data, name) => {
        if (isMine()) source.onEvent(data, name)
      },
      onBytes: (count) => {
        if (!isMine()) return
        lastByteAt = clock.now()
        hasSpoken = true
        isMute = false
        options.onBytes(count)
      },
    }).then((end) => {
      source.dispose()
      if (!isMine()) return
      if (end.type === 'unauthorized' && !isRenewed && source.mayRenew()) {
        isRenewed = true
        connect(null)
      } else afterEnd(end)
    })
  }

  /** No loop: nothing changes until a person does something. */
  const askToSignIn = (reason: string): void => {
    leave()
    cut()
    options.onState({ state: 'unauthorized', since: clock.now(), reason })
  }

  const afterEnd = (end: StreamEnd): void => {
    if (end.type === 'silent' || end.type === 'mute') silentCuts++
    if (end.type === 'silent' && !hasSpoken && isToSpeak) isMute = true
    const reason = describeEnd(end)
    if (end.type === 'unauthorized') return askToSignIn(reason)
    leave()
    cut()
    const askedMs = end.type === 'unavailable' ? Math.min(end.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS) : 0
    const waitMs = Math.max(askedMs, backoffMs(options.backoff(), Math.max(1, attempt), options.random))
    wait = startWatch(clock, waitMs, () => connect(reason))
    options.onState({ state: 'connecting', attempt: attempt + 1, nextAt: clock.now() + waitMs, reason })
  }

  const demandProof = (): void => {
    const heardAt = lastByteAt
    proof?.cancel()
    proof = startWatch(clock, Math.max(PROOF_MS, silenceMs / 2 - (clock.now() - heardAt)), () => {
      if (lastByteAt === heardAt) afterEnd({ type: 'silent' })
    })
  }

  const anew = (): void => {
    attempt = 0
    isRenewed = false
    connect(null)
  }

  return {
    start: anew,
    retryNow: anew,
    nudge: () => {
      if (wait !== null || (running !== null && openedAt === null)) anew()
      else if (openedAt !== null) demandProof()
    },
    distrust: (reason) => {
      if (openedAt !== null) afterEnd({ type: 'closed', message: reason })
    },
    stop: () => {
      leave()
      isMute = false
      openedAt = null
    },
    attempts: () => attempts,
    silentCuts: () => silentCuts,
  }
}
