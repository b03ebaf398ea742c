// `POST /sync/history`: every durable event of a session since the last one that the stream brought.

import type { MissedEvent } from '#contract/events'
import { sessionID, type SessionID } from '#contract/ids'
import type { Millis } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import * as z from 'zod'
import type { BackendHistory, MissedSession } from '../backend.ts'
import type { JsonHttp } from '../json-http.ts'
import type { Decoder } from './decode.ts'

/** Sessions that the call does not list come back whole (seen): this number asks for nothing of one. */
const NOTHING = 2_147_483_647
/** So every session of the server must be listed. Of more than these it is cheaper to fetch what is shown. */
const MAX_LISTED = 5_000
/** What a cut of minutes leaves is far below; beyond this it is cheaper to fetch what is shown. */
const MAX_HISTORY_BYTES = 8 * 1024 * 1024
/** The server reads it from its database in one go. */
const TIMEOUT_MS = 60_000

const wireListed = z.object({ id: z.string() })
const wireRow = z.object({
  id: z.string(),
  aggregate_id: z.string(),
  type: z.string(),
  data: z.unknown(),
})
type Row = z.infer<typeof wireRow>

export interface HistoryOptions {
  readonly http: JsonHttp
  readonly decoder: Pick<Decoder, 'durableSeq' | 'hasSeen' | 'convert'>
  readonly now: () => Millis
}

export function createOpencodeHistory({ http, decoder, now }: HistoryOptions): BackendHistory {
  /** The last seq before the first cut that has not been made good. */
  const from = new Map<SessionID, number>()
  let cuts = 0

  const missedBy = (session: SessionID, rows: readonly Row[]): MissedSession | null => {
    const last = new Map<string, { readonly event: MissedEvent; readonly isTold: boolean }>()
    for (const row of rows) {
      const type = row.type.replace(/\.\d+$/, '')
      const events = decoder.convert(type, row.data, now())
      // Without this one the rest proves nothing whole.
      if (events === 'rejected') return null
      if (events === 'unknown') continue
      for (const event of events) {
        if (!isDurable(event)) continue
        const key = keyOf(event)
        last.delete(key)
        last.set(key, { event, isTold: decoder.hasSeen(type, row.id) })
        if (event.type === 'message.remove') dropParts(last, event.message)
      }
    }
    // What the stream has told since then is newer than what was missed before it.
    const events = [...last.values()].flatMap(({ event, isTold }) => (isTold ? [] : [event]))
    return { session, events }
  }

  const missed = async (): Promise<Result<readonly MissedSession[]>> => {
    const mine = cuts
    if (from.size === 0) return ok([])
    const listed = await http.readList(wireListed, {
      path: '/experimental/session',
      query: { archived: 'true', limit: String(MAX_LISTED) },
      timeoutMs: TIMEOUT_MS,
    })
    if (!listed.ok) return listed
    if (listed.value.length >= MAX_LISTED) return fail('too-large', 'The server has too many sessions.')
    const ids = new Set(listed.value.map(({ id }) => sessionID(id)))
    const answer = await http.readList(wireRow, {
      method: 'POST',
      path: '/sync/history',
      body: Object.fromEntries([...ids].map((id) => [id, from.get(id) ?? NOTHING])),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_HISTORY_BYTES,
    })
    if (!answer.ok) return answer
    if (mine !== cuts) return fail('offline', 'The connection was cut meanwhile.')
    const rows = Map.groupBy(answer.value, (row) => sessionID(row.aggregate_id))
    const sessions = [...from.keys()].flatMap((id) => {
      const found = ids.has(id) ? missedBy(id, rows.get(id) ?? []) : null
      return found ? [found] : []
    })
    from.clear()
    return ok(sessions)
  }

  return {
    missed,
    cut: () => {
      cuts++
      for (const [session, seq] of decoder.durableSeq) if (!from.has(session)) from.set(session, seq)
    },
  }
}

const DURABLE = new Set<string>([
  'session.upsert',
  'message.upsert',
  'message.remove',
  'part.upsert',
  'part.remove',
] satisfies MissedEvent['type'][])
const isDurable = (event: { readonly type: string }): event is MissedEvent => DURABLE.has(event.type)

/** What a later event of the same key makes needless. */
function keyOf(event: MissedEvent): string {
  switch (event.type) {
    case 'session.upsert':
      return event.session.id
    case 'message.upsert':
      return event.message.id
    case 'message.remove':
      return event.message
    case 'part.upsert':
      return event.part.id
    case 'part.remove':
      return event.part
  }
}

function dropParts(last: Map<string, { readonly event: MissedEvent }>, message: string): void {
  for (const [key, { event }] of last) {
    if (event.type === 'part.upsert' && event.part.message === message) last.delete(key)
  }
}
