import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import { ok } from '#contract/result'
import { createReader, fetchesOf, readAll } from '#test/mirror'
import { readRecording, recordingNames, type RecordedEvent } from '#test/recordings/recordings'
import type { JsonHttp } from '../backends/json-http.ts'
import { createOpencodeHistory } from '../backends/opencode/history.ts'
import { canonicalState } from './canonical.ts'
import { fold } from './fold.ts'
import type { MirrorState } from './state.ts'

/** Longer recordings are played fewer times. */
const PLAYED_EVENTS = 4_000
const MOST_PLAYS = 15

const anyPoint = fc.integer({ min: 0, max: 1_000 })
/** Where the stream was cut, where it went on, what the server answered and when that came, in order. */
const anyCut = fc
  .tuple(anyPoint, anyPoint, anyPoint, anyPoint)
  .map((points) => points.toSorted((a, b) => a - b))
const anyWay = fc.constantFrom('refetch', 'history', 'both')

interface Row {
  readonly id: string
  readonly aggregate_id: string
  readonly seq: number
  readonly type: string
  readonly data: unknown
}

/** What the server's history holds after these events. */
const rowsOf = (events: readonly RecordedEvent[]): readonly Row[] =>
  events.flatMap(({ data }) => {
    const { payload } = JSON.parse(data) as {
      payload: { type: string; syncEvent?: Omit<Row, 'aggregate_id'> & { aggregateID: string } }
    }
    if (payload.type !== 'sync' || !payload.syncEvent) return []
    const { id, seq, type, data: said, aggregateID } = payload.syncEvent
    return [{ id, seq, type, data: said, aggregate_id: aggregateID }]
  })

/** A server with these rows; sessions that were deleted have none any more. */
function historyHttp(rows: () => readonly Row[], sessions: () => ReadonlySet<string>): JsonHttp {
  return {
    readList: (item: { parse(value: unknown): unknown }, call: { path: string; body?: unknown }) => {
      if (call.path === '/experimental/session') {
        return Promise.resolve(ok([...sessions()].map((id) => item.parse({ id }))))
      }
      const from = call.body as Readonly<Record<string, number>>
      const held = rows().filter((row) => sessions().has(row.aggregate_id))
      return Promise.resolve(
        ok(held.filter((row) => row.seq > (from[row.aggregate_id] ?? -1)).map((row) => item.parse(row))),
      )
    },
  } as unknown as JsonHttp
}

const endsInError = (state: MirrorState, id: SessionID): boolean => {
  const { messages, order } = state.sessions.get(id)?.content ?? { messages: new Map(), order: [] }
  const newest = messages.get(order.at(-1) as never)
  return newest?.role === 'assistant' && newest.error?.aborted === false
}

for (const name of recordingNames()) {
  // Each in a millisecond of its own: no cut is shorter.
  const events = readRecording(name).map(({ data }, at) => ({ at, data }))
  const whole = readAll(events)
  const numRuns = Math.max(2, Math.min(MOST_PLAYS, Math.floor(PLAYED_EVENTS / events.length)))

  test(`${name}: cut anywhere for any while, the end is as if it had not been, and holes are marked until then`, async () => {
    await fc.assert(
      fc.asyncProperty(anyCut, anyWay, async (points, way) => {
        const [cut = 0, back = 0, answered = 0, arrived = 0] = points.map((point) =>
          Math.floor((point / 1_000) * events.length),
        )
        const { state, decoder, takeAll } = createReader()
        takeAll(events.slice(0, cut))
        const folded = (event: ServerEvent, index: number) => fold(state, event, index)
        const server = readAll(events.slice(0, answered))
        const sessions = new Set<string>(
          [...server.sessions].flatMap(([id, { session }]) => (session ? [id] : [])),
        )
        const history = createOpencodeHistory({
          http: historyHttp(
            () => rowsOf(events.slice(0, answered)),
            () => sessions,
          ),
          decoder,
          now: () => back,
        })

        folded({ type: 'stream.cut', reason: 'reconnect' }, cut)
        history.cut()
        const known = new Set(
          [...state.sessions].flatMap(([id, { content }]) => (content.order.length > 0 ? [id] : [])),
        )
        for (const [id, held] of state.sessions) {
          if (held.status.type !== 'idle' && held.content.order.length > 0)
            expect(held.gaps.has('session')).toBe(true)
          for (const [part, fields] of held.content.texts) {
            if (fields.get('text')?.final === false)
              expect(held.gaps.get(part)).toMatchObject({ session: id, part })
          }
        }
        takeAll(events.slice(back, answered))
        const missed = way === 'refetch' ? ok([]) : await history.missed()
        takeAll(events.slice(answered, arrived))

        expect(missed.ok).toBe(true)
        const told = new Set<string>()
        for (const { session, events: said } of missed.ok ? missed.value : []) {
          told.add(session)
          folded({ type: 'fetched.history', session, since: back, events: said }, arrived)
          expect(state.sessions.get(session)?.gaps.has('session') ?? false).toBe(false)
        }
        for (const event of fetchesOf(server, back)) {
          // What the history told is not fetched again when nobody looks at it.
          if (event.type === 'fetched.messages' && way === 'history' && told.has(event.session)) continue
          folded(event, arrived)
        }
        const isTodo = ({ type }: ServerEvent) => type === 'todo'
        const { decoder: late } = createReader()
        const told2 = events
          .slice(0, arrived)
          .flatMap(({ at, data }) => late.decode(data, at))
          .filter(isTodo)
        for (const event of told2) folded(event, arrived)
        for (const held of state.sessions.values()) expect(held.gaps.has('session')).toBe(false)

        takeAll(events.slice(arrived))
        for (const [id, held] of state.sessions) {
          // An error that stands in no message, or of a session that nobody knew, is told by nothing else.
          const held2 = whole.sessions.get(id)
          if (held2 && !(known.has(id) && endsInError(whole, id))) held.error = held2.error
          for (const part of held.gaps.keys()) {
            expect(held2?.content.texts.get(part as never)?.get('text')?.final ?? false).toBe(false)
          }
        }
        expect(canonicalState(state)).toEqual(canonicalState(whole))
        expect(state.counts.gapsOpened).toBe(
          state.counts.gapsClosed +
            [...state.sessions.values()].reduce((sum, { gaps }) => sum + gaps.size, 0),
        )
      }),
      { numRuns },
    )
  })
}
