import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import { serverID, type SessionID } from '#contract/ids'
import { openStore, temporaryFolder } from '#test/journal'
import { createManualClock } from '#test/manual-clock'
import { createReader, emptyMirror, pageOf } from '#test/mirror'
import { readRecording, recordingNames } from '#test/recordings/recordings'
import { canonicalState } from '../mirror/canonical.ts'
import { fold } from '../mirror/fold.ts'
import type { MirrorState } from '../mirror/state.ts'
import { createCacheWriter } from './cache-writer.ts'
import type { JournalStore } from './store.ts'

const server = serverID('local')
const MORE_THAN_RECORDED = 10_000

/** A mirror filled from the cache alone, as after a restart without a server. */
function fromCache(store: JournalStore): MirrorState {
  const state = emptyMirror()
  for (const { session } of store.sessions(server)) {
    fold(state, { type: 'session.upsert', session }, 0)
    const messages = store.messages(server, session.id, MORE_THAN_RECORDED)
    const page = {
      type: 'fetched.messages',
      since: 0,
      session: session.id,
      messages,
      newest: true,
      older: false,
    } as const
    if (messages.length > 0) fold(state, { ...page, source: 'cache' }, 0)
  }
  return state
}

/** Sessions and messages: todos, errors and what runs are the server's to tell. */
const cacheable = (state: MirrorState) =>
  Object.fromEntries(
    Object.entries(canonicalState(state).sessions).flatMap(([id, held]) => {
      const { session, messages } = held as { session: unknown; messages: unknown }
      return session === null ? [] : [[id, { session, messages }]]
    }),
  )

for (const name of recordingNames().filter((recorded) => !recorded.startsWith('14-'))) {
  test(`${name}: what is cached, read again, is what the mirror held`, () => {
    const { store } = openStore(temporaryFolder())
    const clock = createManualClock()
    const { state, take } = createReader()
    const cache = createCacheWriter(
      store,
      clock,
      () => state,
      (_, text) => text,
    )
    for (const event of readRecording(name)) {
      cache.note(state, take(event))
      clock.advanceSync(7)
    }
    clock.advanceSync(1_000)
    expect(cacheable(fromCache(store))).toEqual(cacheable(state))
  })
}

test('what was removed is not in the cache any more', () => {
  const { store } = openStore(temporaryFolder())
  const clock = createManualClock()
  const { state, takeAll } = createReader()
  const cache = createCacheWriter(
    store,
    clock,
    () => state,
    (_, text) => text,
  )
  cache.note(state, takeAll(readRecording('03-reasoning-tools-permission.global')))
  clock.advanceSync(1_000)
  const [session] = store.sessions(server)
  const remove = (event: ServerEvent): void => {
    cache.note(state, fold(state, event, 1))
    clock.advanceSync(1_000)
  }
  const id = session?.session.id as SessionID
  const [first, second] = store.messages(server, id, 10)
  remove({ type: 'message.remove', session: id, message: first?.message.id as never })
  expect(store.messages(server, id, 10)[0]?.message.id).toBe(second?.message.id)
  remove({ type: 'session.remove', session: id })
  expect(store.sessions(server)).toEqual([])
  expect(store.messages(server, id, 10)).toEqual([])
})

test('a burst is one write, half a second after its first change', () => {
  const { store } = openStore(temporaryFolder())
  const clock = createManualClock()
  let writes = 0
  const counted: JournalStore = {
    ...store,
    write: (changes) => {
      writes++
      return store.write(changes)
    },
  }
  const { state, take } = createReader()
  const cache = createCacheWriter(
    counted,
    clock,
    () => state,
    (_, text) => text,
  )
  for (const event of readRecording('02-long-markdown-2000tok.global').slice(0, 1_500))
    cache.note(state, take(event))
  expect(writes).toBe(0)
  clock.advanceSync(500)
  expect(writes).toBe(1)
  clock.advanceSync(10_000)
  expect(writes).toBe(1)
})

test('a turn that has ended is written at once', () => {
  const { store } = openStore(temporaryFolder())
  const { state, take } = createReader()
  const cache = createCacheWriter(
    store,
    createManualClock(),
    () => state,
    (_, text) => text,
  )
  for (const event of readRecording('01-plain-text.global')) cache.note(state, take(event))
  expect([...state.sessions.values()].map(({ status }) => status.type)).toEqual(['idle'])
  const texts = (held: MirrorState) =>
    [...held.sessions.values()].flatMap(({ content }) =>
      [...content.texts.values()].map((fields) => fields.get('text')?.text),
    )
  expect(texts(state).length).toBeGreaterThan(1)
  expect(texts(fromCache(store))).toEqual(texts(state))
})

test('the newest messages come first, oldest of them first', () => {
  const { store } = openStore(temporaryFolder())
  const state = emptyMirror()
  const cache = createCacheWriter(
    store,
    createManualClock(),
    () => state,
    (_, text) => text,
  )
  const page = pageOf(100, 0, false)
  cache.note(state, fold(state, page, 1))
  cache.flush()
  const read = store.messages(server, page.session, 60)
  expect(read).toEqual(page.messages.slice(40))
})

test('a text that has not ended is kept when the program ends, and marked when it is read again', () => {
  const { store } = openStore(temporaryFolder())
  const { state, takeAll } = createReader()
  const cache = createCacheWriter(
    store,
    createManualClock(),
    () => state,
    (_, text) => text,
  )
  const recorded = readRecording('02-long-markdown-2000tok.global')
  cache.note(state, takeAll(recorded.slice(0, Math.floor(recorded.length / 2))))
  cache.close([state])

  const unfinished = (held: MirrorState) =>
    [...held.sessions.values()].flatMap(({ content }) =>
      [...content.texts].flatMap(([part, fields]) => {
        const text = fields.get('text')
        return text && !text.final ? [[part, text.text]] : []
      }),
    )
  const again = fromCache(store)
  expect(unfinished(state)).not.toEqual([])
  expect(unfinished(again)).toEqual(unfinished(state))
  const marked = [...again.sessions.values()].flatMap(({ gaps }) => [...gaps.keys()])
  expect(marked).toEqual(unfinished(state).map(([part]) => part))
})
