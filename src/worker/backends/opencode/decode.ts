// One event of `/global/event` → events of ours. Unknown types are counted and kept out of the way,
// repeats (same type and id) dropped, `sync` copies skipped but their per-session seq remembered.

import type { ServerEvent } from '#contract/events'
import { askID, messageID, partID, sessionID, type ServerID, type SessionID } from '#contract/ids'
import type { Millis } from '#contract/model'
import * as z from 'zod'
import { countUnknown } from '../count-unknown.ts'
import {
  toDiffs,
  toError,
  toMessage,
  toPart,
  toPermissionAsk,
  toQuestionAsk,
  toSession,
  toStatus,
} from './convert.ts'
import { QUIET } from './quiet.ts'
import { rememberIds } from './remembered-ids.ts'
import {
  wireDiffs,
  wireError,
  wirePayload,
  wireMessage,
  wirePermission,
  wireQuestion,
  wireSession,
  wireStatus,
  wireTodos,
} from './wire.ts'

/** Repeats seen on the wire come within the same burst; 4,096 ids are some 300 kB and minutes of stream. */
const REMEMBERED_IDS = 4_096

export interface DecoderCounts {
  events: number
  rejected: number
  duplicates: number
  readonly unknown: Record<string, number>
}

export interface Decoder {
  /** `data` is one event's JSON text. Never throws: what can't be read is counted. */
  decode(data: string, at: Millis): readonly ServerEvent[]
  /** One event's payload `{id, type, properties}`, however it came. */
  decodePayload(payload: unknown, at: Millis): readonly ServerEvent[]
  /** An event of the stream by its type and what it says; also for those that came another way. */
  convert(type: string, properties: unknown, at: Millis): readonly ServerEvent[] | 'unknown' | 'rejected'
  /** The stream has brought it, as far as is remembered. */
  hasSeen(type: string, id: string): boolean
  readonly counts: DecoderCounts
  /** The last durable seq seen per session, for `POST /sync/history`. */
  readonly durableSeq: ReadonlyMap<SessionID, number>
}

const nothing: readonly ServerEvent[] = []

/** `onBroken`: an event that is no JSON at all; what it said is lost. */
export function createDecoder(server: ServerID, onBroken = (): void => {}): Decoder {
  const counts: DecoderCounts = { events: 0, rejected: 0, duplicates: 0, unknown: {} }
  const durableSeq = new Map<SessionID, number>()
  const seen = rememberIds(REMEMBERED_IDS)

  const decode = (data: string, at: Millis): readonly ServerEvent[] => {
    let raw: unknown
    try {
      raw = JSON.parse(data)
    } catch {
      counts.events++
      counts.rejected++
      onBroken()
      return nothing
    }
    return decodePayload(isObject(raw) ? raw['payload'] : null, at)
  }

  const decodePayload = (payload: unknown, at: Millis): readonly ServerEvent[] => {
    counts.events++
    const fast = readDelta(payload)
    if (fast !== null) {
      if (seen.isRepeat(DELTA, fast.id)) {
        counts.duplicates++
        return nothing
      }
      return [fast.event]
    }
    const read = wirePayload.safeParse(payload)
    if (!read.success) {
      counts.rejected++
      return nothing
    }
    const { type, id, properties } = read.data
    if (type === 'sync') {
      rememberSeq(durableSeq, read.data)
      return nothing
    }
    if (QUIET.has(type)) return nothing
    if (id !== undefined && seen.isRepeat(type, id)) {
      counts.duplicates++
      return nothing
    }
    const events = convertEvent(server, type, properties, at)
    if (events === 'unknown') {
      countUnknown(counts.unknown, type)
      return [{ type: 'unknown', kind: type }]
    }
    if (events === 'rejected') {
      counts.rejected++
      return nothing
    }
    return events
  }

  return {
    decode,
    decodePayload,
    convert: (type, properties, at) => convertEvent(server, type, properties, at),
    hasSeen: seen.has,
    counts,
    durableSeq,
  }
}

const DELTA = 'message.part.delta'

type Loose = { readonly [key: string]: unknown }
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null

/**
 * Deltas are 90 % of a stream (35,418 of 36,900 recorded events): read by hand, because a schema costs
 * several times what the rest of their way costs.
 */
function readDelta(payload: unknown): { id: string; event: ServerEvent } | null {
  if (!isObject(payload)) return null
  if (payload['type'] !== DELTA || typeof payload['id'] !== 'string' || !isObject(payload['properties']))
    return null
  const { sessionID: session, messageID: message, partID: part, field, delta } = payload['properties']
  if (
    typeof session !== 'string' ||
    typeof message !== 'string' ||
    typeof part !== 'string' ||
    typeof delta !== 'string' ||
    field !== 'text'
  ) {
    return null
  }
  return {
    id: payload['id'],
    event: {
      type: 'part.delta',
      session: sessionID(session),
      message: messageID(message),
      part: partID(part),
      field: 'text',
      delta,
    },
  }
}

const wireSync = z.object({ syncEvent: z.object({ seq: z.number(), aggregateID: z.string() }) })

function rememberSeq(durableSeq: Map<SessionID, number>, payload: unknown): void {
  const sync = wireSync.safeParse(payload)
  if (sync.success) durableSeq.set(sessionID(sync.data.syncEvent.aggregateID), sync.data.syncEvent.seq)
}

const withInfo = <T extends z.ZodType>(info: T) => z.object({ info })
const shapes = {
  session: withInfo(wireSession),
  message: withInfo(wireMessage),
  part: z.object({ part: z.unknown() }),
  partRef: z.object({ sessionID: z.string(), messageID: z.string(), partID: z.string() }),
  messageRef: z.object({ sessionID: z.string(), messageID: z.string() }),
  status: z.object({ sessionID: z.string(), status: wireStatus }),
  error: z.object({ sessionID: z.string().optional(), error: wireError.optional() }),
  diff: z.object({ sessionID: z.string(), diff: wireDiffs }),
  todo: z.object({ sessionID: z.string(), todos: wireTodos }),
  replied: z.object({
    sessionID: z.string(),
    requestID: z.string(),
    reply: z.enum(['once', 'always', 'reject']).optional(),
  }),
}

function convertEvent(
  server: ServerID,
  type: string,
  properties: unknown,
  at: Millis,
): readonly ServerEvent[] | 'unknown' | 'rejected' {
  const read = <T extends z.ZodType>(
    shape: T,
    convert: (value: z.infer<T>) => readonly ServerEvent[] | 'rejected',
  ): readonly ServerEvent[] | 'rejected' => {
    const parsed = shape.safeParse(properties)
    return parsed.success ? convert(parsed.data) : 'rejected'
  }
  switch (type) {
    case 'session.created':
    case 'session.updated':
      return read(shapes.session, ({ info }) => [
        { type: 'session.upsert', session: toSession(server, info) },
      ])
    case 'session.deleted':
      return read(shapes.session, ({ info }) => [{ type: 'session.remove', session: sessionID(info.id) }])
    case 'session.status':
      return read(shapes.status, (value) => [
        { type: 'session.status', session: sessionID(value.sessionID), status: toStatus(value.status) },
      ])
    case 'session.error':
      return read(shapes.error, (value) =>
        value.error
          ? [
              {
                type: 'session.error',
                session: value.sessionID ? sessionID(value.sessionID) : null,
                error: toError(value.error),
              },
            ]
          : [],
      )
    case 'session.diff':
      return read(shapes.diff, (value) => [
        { type: 'session.diff', session: sessionID(value.sessionID), files: toDiffs(value.diff) },
      ])
    case 'message.updated':
      return read(shapes.message, ({ info }) => [{ type: 'message.upsert', message: toMessage(info) }])
    case 'message.removed':
      return read(shapes.messageRef, (value) => [
        { type: 'message.remove', session: sessionID(value.sessionID), message: messageID(value.messageID) },
      ])
    case 'message.part.updated':
      return read(shapes.part, ({ part }) => {
        const converted = toPart(part)
        return converted === null ? 'rejected' : [{ type: 'part.upsert', ...converted }]
      })
    case 'message.part.removed':
      return read(shapes.partRef, (value) => [
        {
          type: 'part.remove',
          session: sessionID(value.sessionID),
          message: messageID(value.messageID),
          part: partID(value.partID),
        },
      ])
    case 'todo.updated':
      return read(shapes.todo, (value) => [
        { type: 'todo', session: sessionID(value.sessionID), todos: value.todos },
      ])
    case 'permission.asked':
      return read(wirePermission, (value) => [{ type: 'ask.upsert', ask: toPermissionAsk(value, at) }])
    case 'question.asked':
      return read(wireQuestion, (value) => [{ type: 'ask.upsert', ask: toQuestionAsk(value, at) }])
    case 'permission.replied':
    case 'question.replied':
    case 'question.rejected':
      return read(shapes.replied, (value) => [
        {
          type: 'ask.settled',
          ask: askID(value.requestID),
          session: sessionID(value.sessionID),
          reply: value.reply ?? (type === 'question.rejected' ? 'reject' : 'answered'),
        },
      ])
    default:
      return 'unknown'
  }
}
