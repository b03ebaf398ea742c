/** One server's way through the worker, put together from its own pieces as runtime.ts and hub.ts do. */
import type { Envelope, ServerEvent } from '#contract/events'
import { epoch, serverID, type SessionRef } from '#contract/ids'
import type { WindowState } from '#contract/feed'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import { emptyMirror } from '#test/mirror'
import { createDecoder } from '../../src/worker/backends/opencode/decode.ts'
import { createRedactor } from '../../src/worker/backends/redact.ts'
import type { Clock } from '../../src/worker/clock.ts'
import { createFeedTally } from '../../src/worker/feed/feed-tally.ts'
import { createRings } from '../../src/worker/feed/rings.ts'
import { createWindowFeed, type WindowFeed } from '../../src/worker/feed/window-feed.ts'
import { fold } from '../../src/worker/mirror/fold.ts'
import { serverSnapshot, sessionSource } from '../../src/worker/mirror/snapshot.ts'
import type { MirrorState } from '../../src/worker/mirror/state.ts'

export const server = serverID('local')

/** How far an event goes. */
export type Step = 'decode' | 'fold' | 'feed'

export interface WorkerPath {
  readonly state: MirrorState
  /** One event's data, as it came. */
  take(data: string): void
  dispatch(event: ServerEvent): void
  /** A window that hears `post`; the answer goes back through the port's listener. */
  addWindow(port: Port): WindowFeed
}

export function createWorkerPath(clock: Clock, until: Step = 'feed'): WorkerPath {
  const state = emptyMirror()
  const life = epoch('bench')
  const redactor = createRedactor(clock.now)
  redactor.setSecret({ username: 'opencode', password: 'a password of the usual length, 0123456789' })
  const decoder = createDecoder(server)
  let seq = 0
  const source = { id: server, state, cursor: () => ({ epoch: life, seq }) }
  const rings = createRings(() => [source], epoch('worker'))
  const windows: WindowFeed[] = []

  const publish = (ops: readonly Op[]): void => {
    if (ops.length === 0) return
    rings.note(source, ops)
    for (const window of windows) window.push(ops)
  }
  const dispatch = (event: ServerEvent): void => {
    const at = clock.now()
    const envelope: Envelope = { v: CONTRACT_VERSION, server, epoch: life, seq: ++seq, at, event }
    const ops = fold(state, envelope.event, envelope.at)
    if (until === 'feed') publish(ops)
  }

  return {
    state,
    dispatch,
    take: (data) => {
      const events = decoder.decode(redactor.clean(data), clock.now())
      if (until !== 'decode') for (const event of events) dispatch(event)
    },
    addWindow: (port) => {
      const feed = createWindowFeed({
        port,
        clock,
        tally: createFeedTally(),
        snapshot: () => serverSnapshot(state),
        session: (ref) => sessionSource(state, ref.session),
        replay: rings.replay,
        cursor: rings.cursor,
        onState: () => {},
      })
      windows.push(feed)
      return feed
    },
  }
}

export interface BenchWindow {
  readonly port: Port
  hello(state: WindowState): void
  /** Acknowledges everything. */
  ack(): void
}

/** `onBatch` hears each batch; false: it is not acknowledged. */
export function createBenchWindow(onBatch: (message: unknown) => boolean): BenchWindow {
  let hear = (_message: unknown): void => {}
  let last = 0
  const ack = (): void => hear({ type: 'ack', batch: last })
  return {
    ack,
    port: {
      post: (message) => {
        const { type, batch } = message as { type: string; batch: number }
        const isAcked = onBatch(message)
        if (type !== 'batch') return
        last = batch
        if (isAcked) queueMicrotask(ack)
      },
      onMessage: (listener) => void (hear = listener),
      onClose: () => {},
      close: () => {},
    },
    hello: (state) => hear({ type: 'hello', v: CONTRACT_VERSION, cursor: {}, state }),
  }
}

export const showing = (active: SessionRef | null, open: readonly SessionRef[]): WindowState => ({
  active,
  open,
  visible: true,
  focused: true,
})
