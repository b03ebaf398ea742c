// What the journal still knows of a server, so that the app opens with it, also offline.

import type { ServerEvent } from '#contract/events'
import type { ServerID, SessionID } from '#contract/ids'
import type { Millis, Server, ServerKind } from '#contract/model'
import type { JournalStore } from '../journal/store.ts'
import { fold } from '../mirror/fold.ts'
import { createMirrorState, type MirrorState } from '../mirror/state.ts'
import { PAGE_MESSAGES } from './sync-messages.ts'

interface CachedServer {
  readonly id: ServerID
  readonly kind: ServerKind
  readonly name: string
  readonly journal: JournalStore
}

/** The last known folders and sessions of a server that has not been started. */
export function mirrorFromCache({ id, kind, name, journal }: CachedServer, now: Millis): MirrorState {
  const server: Server = {
    id,
    kind,
    name,
    url: null,
    version: null,
    connection: {
      state: 'stopped',
      since: now,
      reason: 'It starts when a folder is opened.',
      neverStarted: true,
    },
  }
  const state = createMirrorState(server)
  for (const project of journal.projects(id)) {
    fold(state, { type: 'project.upsert', project: { ...project, reachable: true } }, 0)
  }
  for (const { session, unread } of journal.sessions(id)) {
    fold(state, { type: 'session.upsert', session }, 0)
    const held = state.sessions.get(session.id)
    if (held) held.unread = unread
  }
  return state
}

/** The newest messages of a session, as if they had been fetched; null: none is there. */
export function messagesFromCache(
  { id, journal }: CachedServer,
  session: SessionID,
  since: Millis,
): ServerEvent | null {
  const messages = journal.messages(id, session, PAGE_MESSAGES)
  if (messages.length === 0) return null
  const older = messages.length === PAGE_MESSAGES
  return { type: 'fetched.messages', session, since, messages, newest: true, older, source: 'cache' }
}
