/** A supervised stream whose server, clock and jitter a test holds. */
import type { Connection } from '#contract/model'
import type { Result } from '#contract/result'
import { STREAM_BACKOFF } from '../src/worker/stream/backoff.ts'
import { superviseStream } from '../src/worker/stream/supervisor.ts'
import { createFakeServer } from './fake-server.ts'
import { createManualClock, settled } from './manual-clock.ts'

export const SILENCE_MS = 25_000

export interface StreamRigOptions {
  /** Jitter; at its longest unless told otherwise, so that each wait is its whole step. */
  readonly random?: () => number
  readonly speaksFirst?: boolean
  readonly firstWordMs?: number
  readonly mayRenew?: boolean
  readonly prepare?: () => Promise<Result<null>> | null
  readonly manners?: 'polite' | 'stubborn'
}

export function createStreamRig(options: StreamRigOptions = {}) {
  const server = createFakeServer(options.manners)
  const clock = createManualClock()
  const states: Connection[] = []
  const told: string[] = []
  let disposed = 0
  const stream = superviseStream({
    source: () => ({
      url: 'http://server/global/event',
      headers: { authorization: 'x' },
      silenceMs: SILENCE_MS,
      speaksFirst: options.speaksFirst ?? false,
      ...(options.firstWordMs === undefined ? {} : { firstWordMs: options.firstWordMs }),
      onEvent: (data) => told.push(data),
      mayRenew: () => options.mayRenew ?? false,
      dispose: () => (disposed += 1),
    }),
    prepare: options.prepare ?? (() => null),
    fetch: server.fetch,
    clock,
    random: options.random ?? (() => 1),
    backoff: () => STREAM_BACKOFF,
    onState: (state) => states.push(state),
    onOpen: () => told.push('open'),
    onCut: () => told.push('cut'),
    onBytes: () => {},
  })
  const open = async (): Promise<void> => {
    server.latest().open()
    await settled()
  }
  const last = (): Connection => {
    const state = states.at(-1)
    if (!state) throw new Error('It has said nothing yet.')
    return state
  }
  /** The announced wait; fails where no next attempt was announced. */
  const waitMs = (): number => {
    const state = last()
    if (state.state !== 'connecting' || state.nextAt === null) throw new Error('No next attempt was said.')
    return state.nextAt - clock.now()
  }
  return {
    disposed: () => disposed,
    server,
    clock,
    states,
    told,
    stream,
    open,
    last,
    waitMs,
    state: () => states.at(-1)?.state,
  }
}
