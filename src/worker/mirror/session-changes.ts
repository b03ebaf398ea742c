// Changes of what is known of a session beside its messages, each with the op that tells it.

import type { SessionID } from '#contract/ids'
import type { Ask, Millis, Session, SessionStatus } from '#contract/model'
import type { Op } from '#contract/ops'
import { pushActivity } from './push.ts'
import { emptySession, type MirrorState, type SessionState } from './state.ts'

export function sessionState(state: MirrorState, id: SessionID): SessionState {
  let session = state.sessions.get(id)
  if (!session) state.sessions.set(id, (session = emptySession()))
  return session
}

export function upsertSession(state: MirrorState, next: Session, ops: Op[]): void {
  sessionState(state, next.id).session = next
  ops.push({ op: 'session', session: next })
}

export function removeSession(state: MirrorState, id: SessionID, ops: Op[]): void {
  const server = state.server.id
  const gone = state.sessions.get(id)
  if (!gone) return
  state.counts.gapsClosed += gone.gaps.size
  state.sessions.delete(id)
  for (const ask of state.asks.values()) {
    if (ask.session !== id) continue
    state.asks.delete(ask.id)
    ops.push({ op: 'ask.remove', server, id: ask.id })
  }
  ops.push({ op: 'session.remove', server, id })
}

export function setStatus(
  state: MirrorState,
  id: SessionID,
  wire: SessionStatus,
  at: Millis,
  ops: Op[],
): void {
  const session = sessionState(state, id)
  const before = session.status
  let next = wire
  if (wire.type === 'busy') {
    // A step of the same turn says busy again: the turn's start stays.
    next = { type: 'busy', since: before.type === 'busy' ? before.since : (wire.since ?? at) }
    if (before.type === 'idle') session.error = null
  }
  if (wire.type === 'idle' && before.type !== 'idle') session.unread = true
  session.status = next
  pushActivity(state, id, session, ops)
}

export function upsertAsk(state: MirrorState, ask: Ask, ops: Op[]): void {
  const known = state.asks.get(ask.id)
  // A fetch names an ask that is already here: its first sighting is when it was asked.
  const next = known ? { ...ask, asked: known.asked } : ask
  state.asks.set(ask.id, next)
  ops.push({ op: 'ask', server: state.server.id, ask: next })
}
