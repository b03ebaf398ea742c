import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageID, partID, sessionID } from '#contract/ids'
import { createReader, emptyMirror, fetchesOf, readAll, snapshotOf } from '#test/mirror'
import { readRecording, recordingNames, type RecordedEvent } from '#test/recordings/recordings'
import { withWideLetters } from '#test/recordings/wide-letters'
import { createWindowModel } from '#test/window-model'
import { canonicalState } from './canonical.ts'
import { fold } from './fold.ts'
import { serverSnapshot } from './snapshot.ts'
import type { MirrorState } from './state.ts'

const names = recordingNames().filter((name) => !name.startsWith('14-') && !name.startsWith('02-'))
const recordings = new Map(names.map((name) => [name, readRecording(name).map(withWideLetters)]))
const anyRecording = fc.constantFrom(...names)
const recorded = (name: string): readonly RecordedEvent[] => recordings.get(name) ?? []
const anyPoint = fc.double({ min: 0, max: 1, noNaN: true })
const at = (events: readonly unknown[], share: number): number => Math.floor(share * events.length)

test('a replayed stretch changes nothing', () => {
  fc.assert(
    fc.property(anyRecording, anyPoint, anyPoint, (name, one, other) => {
      const events = recorded(name)
      const [from, to] = [at(events, Math.min(one, other)), at(events, Math.max(one, other))]
      const { state, takeAll } = createReader()
      takeAll(events.slice(0, to))
      takeAll(events.slice(from))
      expect(state).toEqual(readAll(events))
    }),
    { numRuns: 60 },
  )
})

interface Ended {
  readonly messages: readonly string[]
  readonly asks: readonly string[]
  readonly sessions: readonly string[]
  readonly texts: Readonly<Record<string, string>>
}

/** What is there, and every text that has ended. */
function look(state: MirrorState): Ended {
  const contents = [...state.sessions.values()].map(({ content }) => content)
  return {
    messages: contents.flatMap(({ order }) => order),
    asks: [...state.asks.keys()],
    sessions: [...state.sessions.keys()],
    texts: Object.fromEntries(
      contents.flatMap(({ texts }) =>
        [...texts].flatMap(([part, fields]) =>
          [...fields].filter(([, { final }]) => final).map(([field, { text }]) => [`${part}/${field}`, text]),
        ),
      ),
    ),
  }
}

test('a fetch older than the stream moves nothing back and brings nothing back', () => {
  fc.assert(
    fc.property(anyRecording, anyPoint, anyPoint, (name, one, other) => {
      const events = recorded(name)
      const [asked, arrived] = [at(events, Math.min(one, other)), at(events, Math.max(one, other))]
      const { state, takeAll } = createReader()
      takeAll(events.slice(0, arrived))
      const before = look(state)
      const unfinished = unfinishedTexts(state)
      const fetches = fetchesOf(readAll(events.slice(0, asked)), events[asked]?.at ?? 0)
      for (const event of fetches) fold(state, event, events[arrived]?.at ?? 0)
      expect(look(state)).toEqual(before)
      expect(unfinishedTexts(state)).toEqual(unfinished)

      takeAll(events.slice(arrived))
      expect(canonicalState(state)).toEqual(canonicalState(readAll(events)))
    }),
    { numRuns: 150 },
  )
})

test('a fetch ahead of the stream ends in the same state', () => {
  fc.assert(
    fc.property(anyRecording, anyPoint, anyPoint, (name, one, other) => {
      const events = recorded(name)
      const [arrived, answered] = [at(events, Math.min(one, other)), at(events, Math.max(one, other))]
      const { state, takeAll } = createReader()
      takeAll(events.slice(0, arrived))
      const fetches = fetchesOf(readAll(events.slice(0, answered)), events[arrived]?.at ?? 0)
      for (const event of fetches) fold(state, event, events[arrived]?.at ?? 0)
      takeAll(events.slice(arrived))
      expect(canonicalState(state)).toEqual(canonicalState(readAll(events)))
    }),
    { numRuns: 150 },
  )
})

const unfinishedTexts = (state: MirrorState): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...state.sessions.values()].flatMap(({ content }) =>
      [...content.texts].flatMap(([part, fields]) =>
        [...fields].filter(([, { final }]) => !final).map(([field, { text }]) => [`${part}/${field}`, text]),
      ),
    ),
  )

test('after a cut, what streamed is marked, and only what a fetch or an end proves whole is unmarked', () => {
  fc.assert(
    fc.property(anyRecording, anyPoint, anyPoint, (name, one, other) => {
      const events = recorded(name)
      const [cut, back] = [at(events, Math.min(one, other)), at(events, Math.max(one, other))]
      const { state, takeAll } = createReader()
      takeAll(events.slice(0, cut))
      const busy = [...state.sessions].filter(
        ([, { status, content }]) => status.type !== 'idle' && content.order.length > 0,
      )
      fold(state, { type: 'stream.cut', reason: 'reconnect' }, 1)
      for (const [id, held] of busy) {
        expect(held.gaps.get('session')).toMatchObject({ session: id, part: null })
        for (const [part, fields] of held.content.texts) {
          if (fields.get('text')?.final === false) expect(held.gaps.has(part)).toBe(true)
        }
      }
      // Away from `cut` to `back`; then the stream goes on and the server is asked.
      for (const event of fetchesOf(readAll(events.slice(0, back)), events[cut]?.at ?? 0)) {
        fold(state, event, events[back]?.at ?? 0)
      }
      for (const [session, { todos }] of readAll(events.slice(0, back)).sessions) {
        fold(state, { type: 'todo', session, todos }, 0)
      }
      takeAll(events.slice(back))
      const whole = readAll(events)
      for (const [id, held] of state.sessions) {
        expect(held.gaps.has('session')).toBe(false)
        for (const part of held.gaps.keys()) {
          const text = whole.sessions
            .get(id)
            ?.content.texts.get(part as never)
            ?.get('text')
          expect(text?.final ?? false).toBe(false)
        }
      }
      // An error that only the stream told is lost; a message's own comes with the message.
      for (const { sessions } of [state, whole]) for (const held of sessions.values()) held.error = null
      expect(canonicalState(state)).toEqual(canonicalState(whole))
    }),
    { numRuns: 100 },
  )
})

for (const name of names) {
  test(`${name}: the ops, one after another, show what the mirror holds`, () => {
    const { state, takeAll } = createReader()
    const streamed = createWindowModel()
    streamed.apply(serverSnapshot(state))
    streamed.apply(takeAll(recorded(name)))
    const opened = createWindowModel()
    opened.apply(snapshotOf(state))
    expect(streamed.contents()).toEqual(opened.contents())
    expect(streamed.holes).toEqual([])
    const texts = Object.entries({ ...unfinishedTexts(state), ...look(state).texts })
    expect(Object.entries(streamed.texts()).filter(([, text]) => text !== '')).toEqual(
      texts
        .filter(([key, text]) => text !== '' && key in streamed.texts())
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  })
}

test('a window that joins in the middle and sees a refetch shows what the mirror holds', () => {
  fc.assert(
    fc.property(anyRecording, anyPoint, anyPoint, (name, one, other) => {
      const events = recorded(name)
      const [joined, fetched] = [at(events, Math.min(one, other)), at(events, Math.max(one, other))]
      const { state, takeAll } = createReader()
      const window = createWindowModel()
      takeAll(events.slice(0, joined))
      window.apply(snapshotOf(state))
      window.apply(takeAll(events.slice(joined, fetched)))
      for (const event of fetchesOf(readAll(events.slice(0, joined)), events[joined]?.at ?? 0)) {
        window.apply(fold(state, event, events[fetched]?.at ?? 0))
      }
      window.apply(takeAll(events.slice(fetched)))
      const opened = createWindowModel()
      opened.apply(snapshotOf(state))
      expect(window.contents()).toEqual(opened.contents())
      expect(window.holes).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('a list fetched again without a change says nothing', () => {
  const state = readAll(recorded(names[0] ?? ''))
  const [id] = state.sessions.keys()
  const session = id === undefined ? null : structuredClone(state.sessions.get(id)?.session ?? null)
  if (session === null) throw new Error('the recording has no session')
  const fetched = (next: typeof session) =>
    fold(
      state,
      {
        type: 'fetched.sessions',
        directory: session.directory,
        since: Infinity,
        sessions: [next],
        whole: false,
      },
      0,
    )
  expect(fetched(session)).toEqual([])
  expect(fetched({ ...session, title: 'Renamed elsewhere' })).toHaveLength(1)
})

test('a cut marks a growing text also in a session whose start of work was lost in the cut before', () => {
  const state = emptyMirror()
  const [session, message, part] = [sessionID('ses_1'), messageID('msg_1'), partID('prt_1')]
  const page = {
    type: 'fetched.messages',
    session,
    since: 0,
    messages: [],
    newest: true,
    older: false,
  } as const
  fold(state, { ...page, source: 'server' }, 0)
  const cut = () => fold(state, { type: 'stream.cut', reason: 'reconnect' }, 1)
  expect(cut()).toMatchObject([{ op: 'view', from: 'cache' }])
  const reasoning = { type: 'reasoning', id: part, message, session, start: 1, end: null } as const
  fold(state, { type: 'part.upsert', part: reasoning, text: { field: 'text', text: '', final: false } }, 2)
  fold(state, { type: 'part.delta', session, message, part, field: 'text', delta: 'The tide' }, 2)
  expect(cut()).toMatchObject([{ op: 'gaps', gaps: [{ part, reason: 'unfinished-text' }] }])
})
