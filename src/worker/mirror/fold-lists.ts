// What was fetched of a folder as lists: what they lack is gone, and what the stream said since is newer.

import { isDeepStrictEqual } from 'node:util'
import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import type { Millis, Session } from '#contract/model'
import type { Op } from '#contract/ops'
import { removeSession, setStatus, upsertAsk, upsertSession } from './session-changes.ts'
import type { MirrorState } from './state.ts'

const isIn = (state: MirrorState, id: SessionID, directory: string): boolean =>
  state.sessions.get(id)?.session?.directory === directory

const isNewer = (state: MirrorState, id: SessionID, since: Millis): boolean =>
  (state.sessions.get(id)?.touchedAt ?? 0) >= since
const hasNewerStatus = (state: MirrorState, id: SessionID, since: Millis): boolean =>
  (state.sessions.get(id)?.statusAt ?? 0) >= since

export function foldSessions(
  state: MirrorState,
  event: Extract<ServerEvent, { type: 'fetched.sessions' }>,
  ops: Op[],
): void {
  const listed = new Set<SessionID>()
  for (const session of event.sessions) {
    listed.add(session.id)
    takeSession(state, session, event.since, ops)
  }
  if (!event.whole) return
  for (const id of [...state.sessions.keys()]) {
    if (!listed.has(id) && isIn(state, id, event.directory) && !isNewer(state, id, event.since)) {
      removeSession(state, id, ops)
    }
  }
}

export function takeSession(state: MirrorState, session: Session, since: Millis, ops: Op[]): void {
  if (state.deleted.has(session.id)) return
  const known = state.sessions.get(session.id)
  const held = known?.session
  // The stream may be ahead of a fetch that was under way; most often nothing has changed at all.
  const isBehind = held && (known.recordAt >= since || held.updated > session.updated)
  if (!isBehind && !isDeepStrictEqual(held, session)) upsertSession(state, session, ops)
}

export function foldStatuses(
  state: MirrorState,
  event: Extract<ServerEvent, { type: 'fetched.statuses' }>,
  at: Millis,
  ops: Op[],
): void {
  const listed = new Map(event.statuses)
  for (const [id, status] of listed) {
    const folder = state.sessions.get(id)?.session?.directory
    // One not listed yet is this folder's: what works comes before what is there, often enough.
    const isHere = folder === event.directory || (folder === undefined && !state.deleted.has(id))
    if (isHere && !hasNewerStatus(state, id, event.since)) setStatus(state, id, status, at, ops)
  }
  for (const [id, session] of state.sessions) {
    if (session.status.type === 'idle' || listed.has(id) || hasNewerStatus(state, id, event.since)) continue
    if (isIn(state, id, event.directory)) {
      setStatus(state, id, { type: 'idle' }, at, ops)
    }
  }
}

export function foldAsks(
  state: MirrorState,
  event: Extract<ServerEvent, { type: 'fetched.asks' }>,
  ops: Op[],
): void {
  const listed = new Set(event.asks.map((ask) => ask.id))
  for (const ask of event.asks) {
    if (!state.asks.has(ask.id) && !state.settled.has(ask.id)) upsertAsk(state, ask, ops)
  }
  for (const ask of [...state.asks.values()]) {
    if (listed.has(ask.id) || ask.asked >= event.since || !isIn(state, ask.session, event.directory)) continue
    state.asks.delete(ask.id)
    ops.push({ op: 'ask.remove', server: state.server.id, id: ask.id })
  }
}
