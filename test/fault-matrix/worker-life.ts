// One life of a worker, wired as in the app, on a test's clock and network. Killed, it does nothing more:
// no timer fires, no answer comes, no port carries anything, and what it wrote down is all that is left.

import type { HostAnswers, HostInit, HostMessage, HostRequest } from '#contract/host'
import type { Port } from '#contract/port'
import { fail, ok, type Result } from '#contract/result'
import { CONTRACT_VERSION } from '#contract/version'
import { createPortPair, type PortPair } from '#test/port-pair'
import type { Clock } from '../../src/worker/clock.ts'
import type { HostChannel, HostEvent } from '../../src/worker/host-channel.ts'
import type { Journal } from '../../src/worker/journal/database.ts'
import { runWorker } from '../../src/worker/worker.ts'
import { createLifeClock } from '../life-clock.ts'

export interface WorkerLifeOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly fetch: typeof fetch
  readonly opened: Journal
  readonly init: Pick<HostInit, 'settings' | 'options'>
}

export interface WorkerLife {
  /** A window's two ports. */
  open(window: number): { readonly feed: Port; readonly calls: Port }
  /** The window is gone, and the worker hears it. */
  close(window: number): void
  tell(message: HostMessage): void
  kill(): void
}

export function startWorkerLife(options: WorkerLifeOptions): WorkerLife {
  const clock = createLifeClock(options.clock)
  const network = createLifeFetch(options.fetch)
  const listeners: ((event: HostEvent) => void)[] = []
  const pairs = new Map<number, readonly PortPair[]>()
  let { settings } = options.init

  const answer = (ask: HostRequest): Result<HostAnswers[HostRequest['type']]> => {
    if (ask.type !== 'settings.write') return fail('unsupported', 'This host starts nothing.')
    settings = { ...settings, ...ask.patch }
    return ok(settings)
  }
  const host: HostChannel = {
    post: () => undefined,
    onEvent: (listener) => void listeners.push(listener),
    // The host answers a request with the value of its type.
    request: async (ask) => answer(ask) as Result<never>,
  }
  const emit = (event: HostEvent): void => listeners.forEach((listener) => listener(event))
  const close = (window: number): void => {
    for (const pair of pairs.get(window) ?? []) pair.cut([0])
    pairs.delete(window)
  }

  void runWorker({
    host,
    init: {
      v: CONTRACT_VERSION,
      dataDir: '/nowhere',
      ...options.init,
      live: [],
      notices: [],
      appRoot: '/nowhere',
    },
    clock,
    random: options.random,
    fetch: network.fetch,
    opened: options.opened,
    onShutdown: () => undefined,
  })

  return {
    close,
    open: (window) => {
      close(window)
      const feed = createPortPair()
      const calls = createPortPair()
      pairs.set(window, [feed, calls])
      emit({
        message: { type: 'window.open', window, ports: 'transferred' },
        ports: [feed.ends[0], calls.ends[0]],
      })
      return { feed: feed.ends[1], calls: calls.ends[1] }
    },
    tell: (message) => emit({ message, ports: [] }),
    kill: () => {
      clock.stop()
      network.stop()
      for (const pair of [...pairs.values()].flat()) pair.cut([1])
    },
  }
}

/** A network that falls silent for its process, while the other side sees connections end. */
function createLifeFetch(through: typeof fetch): { readonly fetch: typeof fetch; stop(): void } {
  const streams = new Set<AbortController>()
  let isDead = false
  const never = new Promise<never>(() => undefined)
  /** What a dead process would have heard. */
  const heard = async <T>(promise: Promise<T>): Promise<T> => {
    try {
      const value = await promise
      return isDead ? await never : value
    } catch (error) {
      if (isDead) return never
      throw error
    }
  }

  const pipe = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
    const reader = body.getReader()
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const next = await heard(reader.read())
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    }
    return new ReadableStream({ pull, cancel: (reason) => reader.cancel(reason) }, { highWaterMark: 0 })
  }

  return {
    stop: () => {
      isDead = true
      for (const abort of streams) abort.abort()
    },
    fetch: async (input, init) => {
      if (isDead) return never
      const abort = new AbortController()
      streams.add(abort)
      const end = (): void => {
        streams.delete(abort)
        abort.abort()
      }
      if (init?.signal?.aborted) end()
      init?.signal?.addEventListener('abort', end, { once: true })
      const answer = await heard(through(input, { ...init, signal: abort.signal }))
      return answer.body ? new Response(pipe(answer.body), answer) : answer
    },
  }
}
