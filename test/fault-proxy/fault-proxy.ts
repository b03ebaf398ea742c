/**
 * A proxy around a `fetch` whose faults a test begins and ends. Event streams are faulted byte by byte;
 * plain calls are refused, reset, held or ended in their middle, those under way too.
 */
import type { Clock } from '../../src/worker/clock.ts'
import { brokenConnection, middleOfCharacter, ownAnswer, refusesConnections, type Fault } from './faults.ts'
import { createStreamPipe, type StreamPipe } from './stream-pipe.ts'

/** The longest limit a client sets on a call: one that hangs ends by this, as its own timer would end it. */
const CALL_TIMEOUT_MS = 60_000

/** `before`: held calls have not reached the server; `after`: they have, and their answers are held. */
export type Hold = 'before' | 'after'

export interface FaultProxy {
  /** Hears the abort of `init.signal`. Calls that hang end by the test's clock, not by a real timer. */
  readonly fetch: typeof fetch
  strike(fault: Fault, scope?: Scope): void
  heal(): void
  /** Plain calls that match wait, until `release` or until a fault strikes them. */
  hold(when: Hold, isHeld: (request: Request) => boolean): void
  release(): void
  readonly held: () => number
  readonly fault: () => Fault | null
  /** Event streams on which bytes can still come. */
  readonly streams: () => number
}

/** Whom a fault strikes. */
export type Scope = 'everything' | 'calls' | 'streams'

interface HeldCall {
  go(): void
  strike(fault: Fault): void
}

export function createFaultProxy(upstream: typeof fetch, clock: Clock): FaultProxy {
  const pipes = new Set<StreamPipe>()
  const calls = new Set<HeldCall>()
  /** Calls that were given up while they were held: they still reach the server, and nobody hears the answer. */
  const late = new Set<Request>()
  let fault: Fault | null = null
  let scope: Scope = 'everything'
  /** Streams that a stopped server has not opened yet. */
  let opening: (() => void)[] = []
  let holding: { readonly when: Hold; readonly isHeld: (request: Request) => boolean } | null = null

  const streamFault = (): Fault | null => (scope === 'calls' ? null : fault)
  const callFault = (): Fault | null => (scope === 'streams' ? null : fault)

  const goesOn = (signal: AbortSignal | null): Promise<void> =>
    new Promise((resolve, reject) => {
      opening.push(resolve)
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    })

  const openStream = async (request: Request, signal: AbortSignal | null): Promise<Response> => {
    const struck = streamFault()
    if (struck) {
      if (refusesConnections(struck)) throw brokenConnection('ECONNREFUSED')
      const own = ownAnswer(struck)
      if (own) return own
      if (struck === 'half-open') return hang(clock, signal)
      if (struck === 'server-stopped') await goesOn(signal)
    }
    const answer = await upstream(request, { signal })
    if (!answer.body || !answer.headers.get('content-type')?.includes('event-stream')) return answer
    const pipe: StreamPipe = createStreamPipe(answer, signal, () => void pipes.delete(pipe), streamFault())
    pipes.add(pipe)
    return pipe.response
  }

  const call = (request: Request): Promise<Response> => {
    const struck = callFault()
    if (struck === 'server-stopped') return holdCall(request, 'before')
    if (struck === 'stall' || (struck === null && holding?.isHeld(request))) {
      return holdCall(request, holding?.when ?? 'before')
    }
    return struck ? faulted(request, struck) : upstream(request)
  }

  const faulted = async (request: Request, by: Fault): Promise<Response> => {
    if (by === 'half-open') return hang(clock, null)
    if (refusesConnections(by)) throw brokenConnection('ECONNREFUSED')
    if (by === 'duplicate' && request.method === 'POST') await upstream(request.clone())
    return ownAnswer(by) ?? spoil(await upstream(request), by)
  }

  const holdCall = (request: Request, when: Hold): Promise<Response> =>
    new Promise((resolve, reject) => {
      const copy = request.clone()
      const early = when === 'after' ? upstream(request) : null
      early?.catch(() => undefined)
      const answer = (): Promise<Response> => early ?? upstream(request)
      const limit = clock.after(CALL_TIMEOUT_MS, () => {
        if (when === 'before') late.add(copy)
        end(() => reject(timedOut()))
      })
      const end = (then: () => void): void => {
        if (!calls.delete(held)) return
        limit()
        then()
      }
      const spoiled = async (by: Fault): Promise<Response> => {
        const first = await answer()
        if (by === 'duplicate' && request.method === 'POST') await upstream(copy)
        return spoil(first, by)
      }
      const held: HeldCall = {
        go: () => end(() => void answer().then(resolve, reject)),
        strike: (by) => {
          if (by === 'stall' || by === 'half-open' || by === 'server-stopped') return
          const own = ownAnswer(by)
          if (own) return end(() => resolve(own))
          if (refusesConnections(by)) return end(() => reject(brokenConnection('ECONNRESET')))
          end(() => void spoiled(by).then(resolve, reject))
        },
      }
      calls.add(held)
    })

  return {
    fetch: (input, init) => {
      const request = new Request(input, init)
      if (init?.signal?.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'))
      const isStream = request.headers.get('accept') === 'text/event-stream'
      return isStream ? openStream(request, init?.signal ?? null) : call(request)
    },
    strike: (next, whom = 'everything') => {
      fault = next
      scope = whom
      if (whom !== 'calls') for (const pipe of [...pipes]) pipe.strike(next)
      if (whom !== 'streams') for (const held of [...calls]) held.strike(next)
    },
    heal: () => {
      const isStuck = fault === 'half-open'
      fault = null
      holding = null
      for (const pipe of [...pipes]) pipe.heal()
      // What went out on a connection that is half open never comes back: its caller's own limit ends it.
      if (!isStuck) for (const held of [...calls]) held.go()
      if (!isStuck) for (const request of late) void upstream(request).catch(() => undefined)
      late.clear()
      for (const open of opening) open()
      opening = []
    },
    hold: (when, isHeld) => {
      holding = { when, isHeld }
    },
    release: () => {
      holding = null
      for (const held of [...calls]) held.go()
    },
    held: () => calls.size,
    fault: () => fault,
    streams: () => [...pipes].filter((pipe) => !pipe.isDeaf()).length,
  }
}

const timedOut = (): DOMException => new DOMException('The operation timed out.', 'TimeoutError')

const hang = (clock: Clock, signal: AbortSignal | null): Promise<Response> =>
  new Promise((_, reject) => {
    const limit = clock.after(CALL_TIMEOUT_MS, () => reject(timedOut()))
    signal?.addEventListener('abort', () => {
      limit()
      reject(new DOMException('aborted', 'AbortError'))
    })
  })

/** An answer that ends in its middle, as a broken connection or as if it were whole; else as it came. */
async function spoil(answer: Response, by: Fault): Promise<Response> {
  if (by !== 'cut-in-frame' && by !== 'cut-in-character' && by !== 'truncated-json') return answer
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes.byteLength === 0) {
    if (by === 'truncated-json') return new Response(null, answer)
    throw brokenConnection('ECONNRESET')
  }
  const cut = by === 'cut-in-character' ? middleOfCharacter(bytes) : null
  const start = bytes.subarray(0, cut ?? Math.floor(bytes.byteLength / 2))
  if (by === 'truncated-json') return new Response(start, answer)
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(start)
      controller.error(brokenConnection('ECONNRESET'))
    },
  })
  return new Response(body, answer)
}
