import { expect, test } from 'vitest'
import { askID, messageID, refKey, sessionID } from '#contract/ids'
import type { StructuralOp } from '#contract/ops'
import {
  makeActivity,
  makeAssistant,
  makeProject,
  makeServer,
  makeSession,
  makeUser,
  server,
} from '../dev/make.ts'
import { apply } from '../feed/apply.ts'
import { asksOf, childrenOf, isHeard, sessionsOf, sessionState, turnsOf, waitingIn } from './selectors.ts'
import { initialState } from './state.ts'

const folder = '/home/ada/millrace'
const one = sessionID('ses_1')
const key = refKey(server, one)

const askIn = (session: string, id: string, asked: number): StructuralOp => ({
  op: 'ask',
  server,
  ask: { kind: 'question', id: askID(id), session: sessionID(session), asked, questions: [], tool: null },
})

test('a folder’s sessions are newest first, without children, archived ones or other folders', () => {
  const state = apply(initialState, [
    { op: 'session', session: makeSession('ses_1', { updated: 1 }) },
    { op: 'session', session: makeSession('ses_2', { updated: 3 }) },
    { op: 'session', session: makeSession('ses_3', { parent: one }) },
    { op: 'session', session: makeSession('ses_4', { archived: 5 }) },
    { op: 'session', session: makeSession('ses_5', { directory: '/elsewhere' }) },
  ])
  expect(sessionsOf(state, server, folder).map(({ id }) => id)).toEqual(['ses_2', 'ses_1'])
  expect(childrenOf(state, server, one).map(({ id }) => id)).toEqual(['ses_3'])
  expect(sessionsOf(state, server, folder)).toBe(sessionsOf({ ...state, ready: true }, server, folder))
})

test('a session needs you when it, or a subagent under it, asks; asks keep their order', () => {
  const state = apply(initialState, [
    { op: 'session', session: makeSession('ses_1') },
    { op: 'session', session: makeSession('ses_2', { parent: one }) },
    askIn('ses_2', 'q_2', 2),
    askIn('ses_2', 'q_1', 1),
  ])
  expect(sessionState(state, key)).toBe('needs-you')
  expect(waitingIn(state, key)).toBe(2)
  expect(asksOf(state, key)).toEqual([])
  expect(asksOf(state, refKey(server, 'ses_2')).map(({ id }) => id)).toEqual(['q_1', 'q_2'])
})

test('a session that names itself as its parent does not hang the window', () => {
  const state = apply(initialState, [{ op: 'session', session: makeSession('ses_1', { parent: one }) }])
  expect(waitingIn(state, key)).toBe(0)
})

test('running, error, unread and idle follow from what the worker says', () => {
  const stateWith = (activity: Parameters<typeof makeActivity>[0]) =>
    sessionState(
      apply(initialState, [{ op: 'activity', server, id: one, activity: makeActivity(activity) }]),
      key,
    )
  const error = { name: 'APIError', message: 'Overloaded', statusCode: 529, aborted: false }
  expect(stateWith({ status: { type: 'busy', since: null }, error, unread: true })).toBe('running')
  expect(stateWith({ error, unread: true })).toBe('error')
  expect(stateWith({ error: { ...error, aborted: true } })).toBe('idle')
  expect(stateWith({ unread: true })).toBe('unread')
  expect(sessionState(initialState, key)).toBe('idle')
})

test('a session is heard only while its window, its server and its folder’s process are', () => {
  const session = makeSession('ses_1')
  const heard = apply(initialState, [
    { op: 'server', server: makeServer() },
    { op: 'session', session },
  ])
  expect(isHeard(heard, session)).toBe(true)
  expect(isHeard({ ...heard, link: 'lost' }, session)).toBe(false)
  const connection = { state: 'connecting', attempt: 1, nextAt: null, reason: null } as const
  expect(isHeard(apply(heard, [{ op: 'server', server: makeServer({ connection }) }]), session)).toBe(false)
  const stopped = makeProject(session.directory, { run: { state: 'stopped' } })
  expect(isHeard(apply(heard, [{ op: 'project', project: stopped }]), session)).toBe(false)
})

test('turns join a prompt with what answers it, and a turn that did not change is the same object', () => {
  const first = makeUser(one, 'msg_1')
  const second = makeUser(one, 'msg_3')
  const state = apply(initialState, [
    { op: 'session', session: makeSession('ses_1') },
    { op: 'message', server, message: makeAssistant(one, 'msg_0', messageID('msg_older')) },
    { op: 'message', server, message: first },
    { op: 'message', server, message: makeAssistant(one, 'msg_2', first.id) },
    { op: 'message', server, message: second },
    { op: 'message', server, message: makeAssistant(one, 'msg_4', second.id) },
  ])
  const turns = turnsOf(state, key)
  expect(turns.map((turn) => [turn.user?.id ?? null, turn.assistants.map(({ id }) => id)])).toEqual([
    [null, ['msg_0']],
    ['msg_1', ['msg_2']],
    ['msg_3', ['msg_4']],
  ])
  expect(turnsOf({ ...state, ready: true }, key)).toBe(turns)
  const next = apply(state, [{ op: 'message', server, message: makeAssistant(one, 'msg_5', second.id) }])
  const after = turnsOf(next, key)
  expect(after[0]).toBe(turns[0])
  expect(after[1]).toBe(turns[1])
  expect(after[2]?.assistants).toHaveLength(2)
})
