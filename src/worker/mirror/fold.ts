// The fold: an event changes the mirror and says what changed. No I/O, no clock (the envelope brings
// the time): the same events give the same state and the same ops.

import type { ServerEvent } from '#contract/events'
import type { Connection, Message, Millis, Server } from '#contract/model'
import type { Op } from '#contract/ops'
import { removeMessage, upsertMessage, upsertPart, removePart } from './fold-content.ts'
import { foldAbandoned, foldCut, foldReleased } from './fold-cut.ts'
import { foldHistory, foldMessages } from './fold-fetched.ts'
import { foldAsks, foldSessions, foldStatuses, takeSession } from './fold-lists.ts'
import { newestOf, takeOutcome } from './outcome.ts'
import { pushActivity } from './push.ts'
import { remember } from './remembered.ts'
import { removeSession, sessionState, setStatus, upsertAsk, upsertSession } from './session-changes.ts'
import type { MirrorState } from './state.ts'
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
      session.content.partsHeard.set(event.part.message, at)
      upsertPart(state, session, event, 'stream', ops)
      return
    }
    case 'part.remove': {
      const session = sessionState(state, event.session)
      session.content.partsHeard.set(event.message, at)
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
      Object.assign(sessionState(state, event.session.id), { touchedAt: at, recordAt: at })
      return
    case 'session.remove':
      remember(state.deleted, event.session)
      removeSession(state, event.session, ops)
      return
    case 'session.status':
      setStatus(state, event.session, event.status, at, ops)
      Object.assign(sessionState(state, event.session), { touchedAt: at, statusAt: at })
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
        if (missed.type === 'session.upsert') takeSession(state, missed.session, event.since, ops)
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
