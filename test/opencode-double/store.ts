// What the double stores, and the events that each change sends: durable ones twice (once as `sync`).

import type { Clock } from '../../src/worker/clock.ts'
import type { DoubleIds } from './ids.ts'
import type {
  AskInfo,
  JsonObject,
  MessageInfo,
  PartInfo,
  SessionInfo,
  StatusInfo,
  SyncRow,
} from './records.ts'
import type { DoubleStreams } from './streams.ts'

export const NO_TOKENS = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } } as const

export interface HeldSession {
  info: SessionInfo
  status: StatusInfo
  readonly messages: Map<string, MessageInfo>
  /** By message, then by part. An unfinished text is stored as ''. */
  readonly parts: Map<string, Map<string, PartInfo>>
  readonly log: SyncRow[]
}

export interface DoubleStore {
  readonly sessions: Map<string, HeldSession>
  readonly asks: Map<string, AskInfo>
  createSession(directory: string, title: string | null): SessionInfo
  updateSession(session: HeldSession, patch: Partial<SessionInfo>): void
  deleteSession(session: HeldSession): void
  putMessage(session: HeldSession, message: MessageInfo): void
  putPart(session: HeldSession, part: PartInfo): void
  setStatus(session: HeldSession, status: StatusInfo): void
  /** An event that is not durable: deltas, status, asks, todos. */
  tell(session: HeldSession, type: string, properties: JsonObject): void
}

const VERSION = '1.18.33'

export function createStore(clock: Clock, ids: DoubleIds, streams: DoubleStreams): DoubleStore {
  const sessions = new Map<string, HeldSession>()
  const asks = new Map<string, AskInfo>()

  const tell: DoubleStore['tell'] = (session, type, properties) => {
    const payload = { id: ids.next('evt'), type, properties: { sessionID: session.info.id, ...properties } }
    streams.publish({ directory: session.info.directory, payload })
  }

  const record = (session: HeldSession, type: string, properties: object): void => {
    const id = ids.next('evt')
    const data = { sessionID: session.info.id, ...properties } as JsonObject
    const { directory, id: aggregateID } = session.info
    const seq = session.log.length
    const version = `${type}.1`
    session.log.push({ id, aggregate_id: aggregateID, seq, type: version, data })
    streams.publish({ directory, payload: { id, type, properties: data } })
    const syncEvent = { id, type: version, seq, aggregateID, data }
    streams.publish({ directory, payload: { type: 'sync', syncEvent, id } })
  }

  return {
    sessions,
    asks,
    tell,
    createSession: (directory, title) => {
      const now = clock.now()
      const info: SessionInfo = {
        id: ids.session(),
        slug: 'quiet-moon',
        version: VERSION,
        projectID: 'global',
        directory,
        path: '',
        title: title ?? `New session - ${new Date(now).toISOString()}`,
        cost: 0,
        tokens: NO_TOKENS,
        time: { created: now, updated: now },
      }
      const held: HeldSession = {
        info,
        status: { type: 'idle' },
        messages: new Map(),
        parts: new Map(),
        log: [],
      }
      sessions.set(info.id, held)
      record(held, 'session.created', { info })
      return info
    },
    updateSession: (session, patch) => {
      const time = { ...session.info.time, ...patch.time, updated: clock.now() }
      session.info = { ...session.info, ...patch, time }
      record(session, 'session.updated', { info: session.info })
    },
    deleteSession: (session) => {
      sessions.delete(session.info.id)
      record(session, 'session.deleted', { info: session.info })
    },
    putMessage: (session, info) => {
      session.messages.set(info.id, info)
      record(session, 'message.updated', { info })
    },
    putPart: (session, part) => {
      const parts = session.parts.get(part.messageID) ?? new Map<string, PartInfo>()
      session.parts.set(part.messageID, parts)
      parts.set(part.id, part)
      record(session, 'message.part.updated', { part, time: clock.now() })
    },
    setStatus: (session, status) => {
      session.status = status
      tell(session, 'session.status', { status })
      if (status.type === 'idle') tell(session, 'session.idle', {})
    },
  }
}

/** Ids sort by time. */
export const inOrder = <T extends { readonly id: string }>(values: Iterable<T>): readonly T[] =>
  [...values].sort((a, b) => (a.id < b.id ? -1 : 1))

export const newestFirst = (session: HeldSession): readonly MessageInfo[] =>
  inOrder(session.messages.values()).toReversed()
