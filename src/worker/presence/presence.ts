// Ready-made values for tray, badge and notifications: the host parses no event.

import { isDeepStrictEqual } from 'node:util'
import type { NotifyRequest, Presence, WorkerMessage } from '#contract/host'
import type { AskID, SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Clock } from '../clock.ts'
import type { MirrorState } from '../mirror/state.ts'
import { summarize, summaryOf } from './summary.ts'

/** A tray that changes more often than this only flickers. */
const SETTLE_MS = 200

export interface PresenceOptions {
  readonly post: (message: WorkerMessage) => void
  readonly states: () => Iterable<MirrorState>
  readonly clock: Clock
}

export interface PresenceWatch {
  /** @param isWatched in front of a person's eyes: they need no telling */
  note(state: MirrorState, ops: readonly Op[], isWatched: (session: SessionID) => boolean): void
}

export function createPresence({ post, states, clock }: PresenceOptions): PresenceWatch {
  let last: Presence | null = null
  let isDue = false
  const running = new Set<string>()
  const asked = new Set<AskID>()

  const tell = (): void => {
    isDue = false
    const next = summarize(states())
    if (isDeepStrictEqual(next, last)) return
    last = next
    post({ type: 'presence', presence: next })
  }
  const tellSoon = (): void => {
    if (isDue) return
    isDue = true
    clock.after(SETTLE_MS, tell)
  }
  const notify = (request: NotifyRequest): void => post({ type: 'notify', notify: request })

  const noteActivity = (
    state: MirrorState,
    { id, activity }: Extract<Op, { op: 'activity' }>,
    isWatched: boolean,
  ): void => {
    const server = state.server.id
    const key = `${server}/${id}`
    if (activity.status.type !== 'idle') return void running.add(key)
    const session = state.sessions.get(id)?.session
    if (!running.delete(key) || !session || session.parent !== null || isWatched) return
    const kind = activity.error ? 'error' : 'turn-ended'
    const body = activity.error?.message ?? ''
    notify({ server, session: id, kind, title: session.title, body, ask: null })
  }

  const noteAsk = (state: MirrorState, { ask }: Extract<Op, { op: 'ask' }>, isWatched: boolean): void => {
    if (asked.has(ask.id) || isWatched) return
    asked.add(ask.id)
    notify({
      server: state.server.id,
      session: ask.session,
      kind: 'ask',
      title: state.sessions.get(ask.session)?.session?.title ?? '',
      body: summaryOf(ask),
      ask: ask.kind === 'permission' ? ask.id : null,
    })
  }

  tellSoon()
  return {
    note: (state, ops, isWatched) => {
      for (const op of ops) {
        switch (op.op) {
          case 'activity':
            noteActivity(state, op, isWatched(op.id))
            tellSoon()
            break
          case 'ask':
            noteAsk(state, op, isWatched(op.ask.session))
            tellSoon()
            break
          case 'ask.remove':
            asked.delete(op.id)
            tellSoon()
            break
          case 'session':
          case 'session.remove':
            tellSoon()
        }
      }
    },
  }
}
