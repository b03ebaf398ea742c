// The fold: an event changes the mirror and says what changed. No I/O, no clock (the envelope brings
// the time): the same events give the same state and the same ops.

import { isDeepStrictEqual } from 'node:util'
import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import type { Ask, Connection, Message, Millis, Server, Session, SessionStatus } from '#contract/model'
import type { Op } from '#contract/ops'
import { removeMessage, upsertMessage, upsertPart, removePart } from './fold-content.ts'
import { foldAbandoned, foldCut, foldReleased } from './fold-cut.ts'
import { foldHistory, foldMessages } from './fold-fetched.ts'
import { newestOf, takeOutcome } from './outcome.ts'
import { pushActivity } from './push.ts'
import { remember } from './remembered.ts'
import { emptySession, type MirrorState, type SessionState } from './state.ts'
import { appendDelta } from './text.ts'

export function fold(state: MirrorState, event: ServerEvent, at: Millis): Op[] {
  const ops: Op[] = []
  foldInto(state, event, at, ops)
  return ops
}

function foldInto(state: MirrorState, event: ServerEvent, at: Millis, ops: Op[]): void {
  const server = state.server.id
  if (isOfTheDeleted(state, event)) return
  switch (event.type) {
    case 'part.delta': {
      const { content } = sessionState(state, event.session)
      const { session, part, field } = event
      appendDelta(content, { server, session, part, field }, event.delta, ops)
      return
    }
    case 'part.upsert': {
      const session = sessionState(state, event.part.session)
      session.content.heard.set(event.part.message, at)
      upsertPart(state, session, event, 'stream', ops)
      return
    }
    case 'part.remove': {
      const session = sessionState(state, event.session)
      session.content.heard.set(event.message, at)
      removePart(state, session, event, ops)
      return
    }
    case 'message.upsert':
      foldMessage(state, event.message, at, ops)
      return
    case 'message.remove':
      removeMessage(state, sessionState(state, event.session), event.message, ops)
      return
    case 'fetched.messages':
      foldMessages(state, sessionState(state, event.session), event, at, ops)
      return
    case 'connection':
      setConnection(state, event, ops)
      return
    case 'project.upsert':
      state.projects.set(event.project.directory, event.project)
      ops.push({ op: 'project', project: event.project })
      return
    case 'project.remove':
      if (state.projects.delete(event.directory))
        ops.push({ op: 'project.remove', server, directory: event.directory })
      return
    case 'session.upsert':
      upsertSession(state, event.session, ops)
      sessionState(state, event.session.id).touchedAt = at
      return
    case 'session.remove':
      remember(state.deleted, event.session)
      removeSession(state, event.session, ops)
      return
    case 'session.status':
      setStatus(state, event.session, event.status, at, ops)
      sessionState(state, event.session).touchedAt = at
      return
    case 'session.error':
      if (event.session !== null && !event.error.aborted) {
        const session = sessionState(state, event.session)
        session.error = event.error
        session.unread = true
        pushActivity(state, event.session, session, ops)
      }
      return
    case 'session.diff': {
      const session = sessionState(state, event.session)
      session.diff = event.files
      ops.push({ op: 'diff', server, session: event.session, files: event.files })
      return
    }
    case 'session.seen': {
      const session = state.sessions.get(event.session)
      if (session?.unread) {
        session.unread = false
        pushActivity(state, event.session, session, ops)
      }
      return
    }
    case 'session.unread': {
      const session = state.sessions.get(event.session)
      if (session && !session.unread) {
        session.unread = true
        pushActivity(state, event.session, session, ops)
      }
      return
    }
    case 'session.elsewhere': {
      const session = sessionState(state, event.session)
      if (session.activeElsewhere !== event.active) {
        session.activeElsewhere = event.active
        pushActivity(state, event.session, session, ops)
      }
      return
    }
    case 'todo': {
      const session = sessionState(state, event.session)
      session.todos = event.todos
      ops.push({ op: 'todos', server, session: event.session, todos: event.todos })
      return
    }
    case 'ask.upsert':
      upsertAsk(state, event.ask, ops)
      return
    case 'ask.settled':
      remember(state.settled, event.ask)
      if (state.asks.delete(event.ask)) ops.push({ op: 'ask.remove', server, id: event.ask })
      return
    case 'fetched.sessions':
      foldSessions(state, event, ops)
      return
    case 'fetched.statuses':
      foldStatuses(state, event, at, ops)
      return
    case 'fetched.asks':
      foldAsks(state, event, ops)
      return
    case 'fetched.history':
      for (const missed of event.events) {
        if (missed.type === 'session.upsert') takeSession(state, missed.session, ops)
      }
      foldHistory(state, sessionState(state, event.session), event, at, ops)
      return
    case 'session.abandoned':
      foldAbandoned(state, event, at, ops)
      return
    case 'session.released':
      foldReleased(state, event.session)
      return
    case 'stream.cut':
      foldCut(state, event, at, ops)
      return
    case 'unknown':
      return
  }
}

/** An answer that was under way, or late news: the session does not come back for it. */
function isOfTheDeleted({ deleted }: MirrorState, event: ServerEvent): boolean {
  if (event.type === 'ask.settled' || deleted.size === 0) return false
  if (event.type === 'message.upsert') return deleted.has(event.message.session)
  if (event.type === 'part.upsert') return deleted.has(event.part.session)
  return 'session' in event && typeof event.session === 'string' && deleted.has(event.session)
}

function foldMessage(state: MirrorState, message: Message, at: Millis, ops: Op[]): void {
  const session = sessionState(state, message.session)
  session.content.heard.set(message.id, at)
  const before = newestOf(session.content)
  upsertMessage(state, session, message, ops)
  takeOutcome(state, message.session, session, before, ops)
}

export function sessionState(state: MirrorState, id: SessionID): SessionState {
  let session = state.sessions.get(id)
  if (!session) state.sessions.set(id, (session = emptySession()))
  return session
}

function setConnection(
  state: MirrorState,
  event: { readonly connection: Connection; readonly url: string | null; readonly version: string | null },
  ops: Op[],
): void {
  const server: Server = {
    ...state.server,
    connection: event.connection,
    url: event.url ?? state.server.url,
    version: event.version ?? state.server.version,
  }
  state.server = server
  ops.push({ op: 'server', server })
}

function upsertSession(state: MirrorState, next: Session, ops: Op[]): void {
  sessionState(state, next.id).session = next
  ops.push({ op: 'session', session: next })
}

function removeSession(state: MirrorState, id: SessionID, ops: Op[]): void {
  const server = state.server.id
  if (!state.sessions.delete(id)) return
  for (const ask of state.asks.values()) {
    if (ask.session !== id) continue
    state.asks.delete(ask.id)
    ops.push({ op: 'ask.remove', server, id: ask.id })
  }
  ops.push({ op: 'session.remove', server, id })
}

function setStatus(state: MirrorState, id: SessionID, wire: SessionStatus, at: Millis, ops: Op[]): void {
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

function upsertAsk(state: MirrorState, ask: Ask, ops: Op[]): void {
  const known = state.asks.get(ask.id)
  // A fetch names an ask that is already here: its first sighting is when it was asked.
  const next = known ? { ...ask, asked: known.asked } : ask
  state.asks.set(ask.id, next)
  ops.push({ op: 'ask', server: state.server.id, ask: next })
}

const isIn = (state: MirrorState, id: SessionID, directory: string): boolean =>
  state.sessions.get(id)?.session?.directory === directory

const isNewer = (state: MirrorState, id: SessionID, since: Millis): boolean =>
  (state.sessions.get(id)?.touchedAt ?? 0) >= since

function foldSessions(
  state: MirrorState,
  event: Extract<ServerEvent, { type: 'fetched.sessions' }>,
  ops: Op[],
): void {
  const listed = new Set<SessionID>()
  for (const session of event.sessions) {
    listed.add(session.id)
    takeSession(state, session, ops)
  }
  if (!event.whole) return
  for (const id of [...state.sessions.keys()]) {
    if (!listed.has(id) && isIn(state, id, event.directory) && !isNewer(state, id, event.since)) {
      removeSession(state, id, ops)
    }
  }
}

function takeSession(state: MirrorState, session: Session, ops: Op[]): void {
  if (state.deleted.has(session.id)) return
  const held = state.sessions.get(session.id)?.session
  // The stream may be ahead of a fetch that was under way; most often nothing has changed at all.
  const isNews = !held || (held.updated <= session.updated && !isDeepStrictEqual(held, session))
  if (isNews) upsertSession(state, session, ops)
}

function foldStatuses(
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
    if (isHere && !isNewer(state, id, event.since)) setStatus(state, id, status, at, ops)
  }
  for (const [id, session] of state.sessions) {
    if (session.status.type === 'idle' || listed.has(id) || isNewer(state, id, event.since)) continue
    if (isIn(state, id, event.directory)) {
      setStatus(state, id, { type: 'idle' }, at, ops)
    }
  }
}

function foldAsks(
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
