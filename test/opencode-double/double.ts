/**
 * An opencode server in this process, true to what was seen of 1.18.33: what is stored and what only
 * streams, `sync` copies, asks, refusals. It does nothing by itself but its heartbeats, which the given
 * clock drives; turns go on when a test takes a step.
 */
import type { Clock } from '../../src/worker/clock.ts'
import { createIds } from './ids.ts'
import type { TurnStep } from './records.ts'
import { route, type RouteContext } from './routes.ts'
import { createStore, inOrder, type DoubleStore } from './store.ts'
import { createStreams } from './streams.ts'
import { createTurns, type StepResult } from './turns.ts'
import type { Answer } from './turn.ts'

export interface DoubleOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly credentials?: RouteContext['credentials']
  readonly cwd?: string
  /** A stream brings only what happens after the first call that was begun after `server.connected`. */
  readonly listensLate?: boolean
}

export interface OpencodeDouble {
  /** Talks to it without a socket; bodies stream. */
  readonly fetch: typeof fetch
  /** `signal`: the client's own; a Request's forgets its client's abort once it is collected. */
  handle(request: Request, signal: AbortSignal | null): Promise<Response>
  readonly store: DoubleStore
  createSession(directory: string, title?: string): string
  /** What the model does when the session's next prompt comes; several are taken one after the other. */
  play(session: string, steps: readonly TurnStep[]): void
  /** A prompt of another client. */
  prompt(session: string, text: string): void
  /** Takes one step of the running turn: at most a few events. */
  step(session: string): StepResult
  /** Steps until the turn has ended or waits for an answer. */
  run(session: string): StepResult
  /** An answer of another client; false: nothing is asked by that id. */
  answer(ask: string, answer: Answer): boolean
  pendingAsks(session: string): readonly string[]
  /** Each text part as a client that missed nothing holds it, unfinished ones too. */
  texts(session: string): ReadonlyMap<string, string>
  /** Texts that grow just now, by part: what has streamed of them. Nothing of it is stored. */
  streaming(session: string): ReadonlyMap<string, string>
  /** SIGKILL: connections break and are refused; running turns and asks are gone, what is stored stays. */
  kill(): void
  restart(): void
  readonly streams: () => number
}

export function createOpencodeDouble(options: DoubleOptions): OpencodeDouble {
  const ids = createIds(options.clock.now, options.random)
  const streams = createStreams(options.clock, () => ids.next('evt'), options.listensLate ?? false)
  const store = createStore(options.clock, ids, streams)
  const turns = createTurns(options.clock, ids, store)
  let isUp = true
  const context: RouteContext = {
    store,
    streams,
    turns,
    version: '1.18.33',
    cwd: options.cwd ?? '/work/project',
    credentials: options.credentials ?? null,
  }

  const run = (session: string): StepResult => {
    for (;;) {
      const result = turns.step(session)
      if (result !== 'stepped') return result
    }
  }
  const held = (session: string) => {
    const found = store.sessions.get(session)
    if (!found) throw new Error(`No session ${session}`)
    return found
  }

  const handle = async (request: Request, signal: AbortSignal | null): Promise<Response> => {
    const opened = streams.opened()
    const answer = await route(context, request, signal)
    for (const stream of opened) stream.isListening = true
    answer.headers.set('date', new Date(options.clock.now()).toUTCString())
    return answer
  }

  return {
    store,
    run,
    handle,
    fetch: (input, init) => {
      const request = new Request(input, init)
      if (!isUp) return Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))
      if (init?.signal?.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'))
      return handle(request, init?.signal ?? null)
    },
    createSession: (directory, title) => store.createSession(directory, title ?? null).id,
    play: turns.play,
    prompt: (session, text) => turns.prompt(held(session), { parts: [{ type: 'text', text }] }),
    step: turns.step,
    answer: turns.answer,
    pendingAsks: (session) =>
      [...store.asks.values()].filter((ask) => ask.info.sessionID === session).map((ask) => ask.info.id),
    texts: (session) => {
      const streaming = turns.streaming(session)
      const parts = [...held(session).parts.values()].flatMap((byId) => inOrder(byId.values()))
      return new Map(
        parts
          .filter((part) => part.type === 'text' || part.type === 'reasoning')
          .map((part) => [part.id, streaming.get(part.id) ?? String(part['text'])]),
      )
    },
    streaming: turns.streaming,
    kill: () => {
      isUp = false
      turns.forget()
      streams.breakAll()
    },
    restart: () => {
      isUp = true
    },
    streams: streams.count,
  }
}
