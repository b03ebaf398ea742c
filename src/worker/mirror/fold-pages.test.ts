import { expect, test } from 'vitest'
import { sessionID } from '#contract/ids'
import { createReader, emptyMirror, fetchesOf, pageOf, readAll, snapshotOf } from '#test/mirror'
import { readRecording } from '#test/recordings/recordings'
import { createWindowModel } from '#test/window-model'
import { fold } from './fold.ts'
import type { MirrorState } from './state.ts'

const heldIn = (state: MirrorState): readonly string[] =>
  state.sessions.get(sessionID('ses_1'))?.content.order ?? []

test('a deleted session is not brought back by a list that was under way', () => {
  const events = readRecording('01-plain-text.global')
  const { state, takeAll } = createReader()
  takeAll(events)
  const fetches = fetchesOf(readAll(events), 0)
  const [id] = [...state.sessions].flatMap(([key, { session }]) => (session ? [key] : []))
  if (!id) throw new Error('no session')
  fold(state, { type: 'session.remove', session: id }, 1)
  const ops = fetches
    .filter(({ type }) => type === 'fetched.sessions')
    .flatMap((event) => fold(state, event, 2))
  expect(state.sessions.has(id)).toBe(false)
  expect(ops).toEqual([])
})

test('a page that does not meet what is held leaves no hole, and the rest can be read again', () => {
  const state = emptyMirror()
  fold(state, { ...pageOf(10, 0, false), source: 'cache' }, 1)
  const [streamed] = pageOf(200, 199, false).messages
  if (streamed) fold(state, { type: 'message.upsert', message: streamed.message }, 2)
  fold(state, pageOf(200, 140, true), 3)
  expect(heldIn(state)).toHaveLength(60)
  expect(state.sessions.get(sessionID('ses_1'))?.content.older).toBe(true)
  fold(state, { ...pageOf(140, 0, false), newest: false }, 4)
  expect(heldIn(state)).toHaveLength(200)
  expect(state.sessions.get(sessionID('ses_1'))?.content.older).toBe(false)
})

test('a page that meets what is held keeps what was read before it', () => {
  const state = emptyMirror()
  fold(state, pageOf(100, 0, false), 1)
  fold(state, pageOf(120, 60, true), 2)
  expect(heldIn(state)).toHaveLength(120)
})

test('a message missing within a page is gone, and an older fetch does not bring it back', () => {
  const state = emptyMirror()
  const page = pageOf(10, 0, false)
  fold(state, page, 1)
  const lacking = page.messages.filter(({ message }) => message.id !== 'msg_0004')
  fold(state, { ...page, messages: lacking }, 2)
  expect(heldIn(state)).not.toContain('msg_0004')
  fold(state, page, 3)
  expect(heldIn(state)).not.toContain('msg_0004')
})

test('a text that is replaced has a new revision, and its end is said again', () => {
  const state = emptyMirror()
  const page = pageOf(1, 0, false)
  fold(state, page, 1)
  const [first] = page.messages
  const part = first?.parts[0]?.part
  if (!part) throw new Error('no part')
  const text = { field: 'text', text: 'edited', final: true } as const
  const window = createWindowModel()
  window.apply(snapshotOf(state))
  const ops = fold(state, { type: 'part.upsert', part, text }, 2)
  window.apply(ops)
  expect(ops.filter(({ op }) => op === 'text.end')).toMatchObject([{ rev: 1, length: 6 }])
  const opened = createWindowModel()
  opened.apply(snapshotOf(state))
  expect(window.contents()).toEqual(opened.contents())
})

test('a part that streamed before its message was known is told again with it, for whoever opened the session meanwhile', () => {
  const state = emptyMirror()
  const page = pageOf(1, 0, false)
  const [first] = page.messages
  const held = first?.parts[0]
  if (!held) throw new Error('no part')
  fold(state, { type: 'part.upsert', ...held }, 1)
  const window = createWindowModel()
  window.apply(snapshotOf(state))
  window.apply(fold(state, page, 2))
  expect(window.holes).toEqual([])
  expect(window.texts()).toEqual({ [`${held.part.id}/text`]: held.text?.text })
})

test('a session that works is busy, also when its folder’s statuses come before its sessions', () => {
  const events = readRecording('01-plain-text.global')
  const full = readAll(events)
  const [sessions] = fetchesOf(full, 0).filter(({ type }) => type === 'fetched.sessions')
  if (sessions?.type !== 'fetched.sessions') throw new Error('no sessions')
  const [session] = sessions.sessions
  if (!session) throw new Error('no session')
  const { directory } = session
  const state = emptyMirror()
  const window = createWindowModel()
  const busy = [session.id, { type: 'busy', since: 5 }] as const
  window.apply(fold(state, { type: 'fetched.statuses', directory, since: 1, statuses: [busy] }, 1))
  window.apply(fold(state, sessions, 2))
  const opened = createWindowModel()
  opened.apply(snapshotOf(state))
  expect(state.sessions.get(session.id)?.status.type).toBe('busy')
  expect(window.contents()).toMatchObject({ records: { [`activity ${session.id}`]: { status: busy[1] } } })
  expect(opened.contents()).toMatchObject({ records: { [`activity ${session.id}`]: { status: busy[1] } } })
})
