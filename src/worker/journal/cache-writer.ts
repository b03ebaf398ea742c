// Keeps the cache behind the mirror: notes what ops touched, writes it together, never a delta.

import {
  refKey,
  type MessageID,
  type PartID,
  type RefKey,
  type ServerID,
  type SessionID,
} from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Clock } from '../clock.ts'
import type { MirrorState } from '../mirror/state.ts'
import type { CacheChanges, CachedPart, JournalStore } from './store.ts'

/** node:sqlite is synchronous: one transaction per burst instead of one per event. */
const WRITE_EVERY_MS = 500

export interface CacheWriter {
  note(state: MirrorState, ops: readonly Op[]): void
  /** False: something could not be written, now or before, so the cache lacks what the mirror held. */
  flush(): boolean
  /** The last write: unfinished texts too, which the server can't give back before they end. */
  close(states: Iterable<MirrorState>): void
}

interface Dirty {
  readonly server: ServerID
  readonly session: SessionID
  readonly id: string
}

export function createCacheWriter(
  journal: JournalStore,
  clock: Clock,
  mirrorOf: (server: ServerID) => MirrorState | null,
  /** Takes a server's password out of a text: one that came in pieces was not seen whole before. */
  clean: (server: ServerID, text: string) => string,
): CacheWriter {
  const sessions = new Map<RefKey, { server: ServerID; id: SessionID }>()
  const messages = new Map<RefKey, Dirty>()
  const parts = new Map<RefKey, Dirty>()
  const removedSessions = new Map<RefKey, { server: ServerID; id: SessionID }>()
  const removedMessages = new Map<RefKey, { server: ServerID; session: SessionID; id: MessageID }>()
  const removedParts = new Map<
    RefKey,
    { server: ServerID; session: SessionID; message: MessageID; id: PartID }
  >()
  let scheduled = false
  let cancel = (): void => {}
  let isWhole = true

  const noteOp = (server: ServerID, op: Op): boolean => {
    switch (op.op) {
      case 'session':
        sessions.set(refKey(server, op.session.id), { server, id: op.session.id })
        return true
      case 'activity':
        sessions.set(refKey(server, op.id), { server, id: op.id })
        return true
      case 'session.remove':
        removedSessions.set(refKey(server, op.id), { server, id: op.id })
        return true
      case 'message':
        messages.set(refKey(server, op.message.id), {
          server,
          session: op.message.session,
          id: op.message.id,
        })
        return true
      case 'message.remove':
        removedMessages.set(refKey(server, op.id), { server, session: op.session, id: op.id })
        return true
      case 'part':
        parts.set(refKey(server, op.part.id), { server, session: op.part.session, id: op.part.id })
        return true
      case 'part.remove':
        removedParts.set(refKey(server, op.id), {
          server,
          session: op.session,
          message: op.message,
          id: op.id,
        })
        return true
      case 'gaps':
        // The stream was cut: what is held of an unfinished text may be all there is of it.
        for (const { part } of op.gaps) {
          if (part !== null) parts.set(refKey(server, part), { server, session: op.session, id: part })
        }
        return op.gaps.length > 0
      case 'text.end':
        parts.set(refKey(server, op.part), { server, session: op.session, id: op.part })
        return true
      default:
        return false
    }
  }

  const flush = (): boolean => {
    scheduled = false
    cancel()
    const changes: CacheChanges = {
      sessions: [...sessions.values()].flatMap(({ server, id }) => {
        const held = mirrorOf(server)?.sessions.get(id)
        return held?.session ? [{ session: held.session, unread: held.unread }] : []
      }),
      removedSessions: [...removedSessions.values()].filter(
        ({ server, id }) => !mirrorOf(server)?.sessions.has(id),
      ),
      messages: [...messages.values()].flatMap(({ server, session, id }) => {
        const message = mirrorOf(server)
          ?.sessions.get(session)
          ?.content.messages.get(id as MessageID)
        return message ? [{ server, message }] : []
      }),
      removedMessages: [...removedMessages.values()],
      parts: [...parts.values()].flatMap((dirty) => cachedPart(mirrorOf(dirty.server), dirty, clean)),
      removedParts: [...removedParts.values()],
    }
    for (const map of [sessions, messages, parts, removedSessions, removedMessages, removedParts]) map.clear()
    const isChanged = Object.values(changes).some((list) => list.length > 0)
    if (isChanged && !journal.write(changes)) isWhole = false
    return isWhole
  }

  return {
    note: (state, ops) => {
      let any = false
      for (const op of ops) any = noteOp(state.server.id, op) || any
      if (!any) return
      // A turn that a person saw end must be there for the next worker, however soon this one dies.
      if (messages.size > 0 && ops.some(isTurnEnd)) return void flush()
      if (scheduled) return
      scheduled = true
      cancel = clock.after(WRITE_EVERY_MS, flush)
    },
    flush,
    close: (states) => {
      for (const { server, sessions: held } of states) {
        for (const [session, { content }] of held) {
          for (const [id, fields] of content.texts) {
            const isUnfinished = [...fields.values()].some((text) => !text.final)
            if (isUnfinished) parts.set(refKey(server.id, id), { server: server.id, session, id })
          }
        }
      }
      flush()
    },
  }
}

const isTurnEnd = (op: Op): boolean => op.op === 'activity' && op.activity.status.type === 'idle'

function cachedPart(
  state: MirrorState | null,
  { server, session, id }: Dirty,
  clean: (server: ServerID, text: string) => string,
): readonly CachedPart[] {
  const content = state?.sessions.get(session)?.content
  const part = content?.parts.get(id as PartID)
  if (!content || !part) return []
  for (const [field, text] of content.texts.get(part.id) ?? []) {
    return [
      {
        server,
        part,
        text: { field, text: text.final ? text.text : clean(server, text.text), final: text.final },
      },
    ]
  }
  return [{ server, part, text: null }]
}
