import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { askID, messageID, outboxID, partID, refKey, serverID, sessionID } from '#contract/ids'
import type { StructuralOp } from '#contract/ops'
import { makeActivity, makeAssistant, makeProject, makeServer, makeSession, makeUser } from '../dev/make.ts'
import { emptyShown } from '../store/state.ts'
import { apply, closeSession, forgetAll } from './apply.ts'

const local = serverID('local')
const anyServer = fc.constantFrom(local, serverID('box'))
const anySession = fc.constantFrom(sessionID('ses_1'), sessionID('ses_2'))
const number = fc.nat(3)

/** A message, and so a part, belongs to one session for good. */
const sessionOf = (message: number) => sessionID(message % 2 === 0 ? 'ses_1' : 'ses_2')
const messageAt = (n: number) => messageID(`msg_${n}`)
const partAt = (n: number, m: number) => partID(`prt_${m}_${n}`)

const anyOp: fc.Arbitrary<StructuralOp> = fc.oneof(
  fc
    .record({ id: anyServer, name: fc.string({ maxLength: 3 }) })
    .map((patch): StructuralOp => ({ op: 'server', server: makeServer(patch) })),
  anyServer.map((id): StructuralOp => ({ op: 'server.remove', id })),
  fc
    .tuple(anyServer, number)
    .map(([server, n]): StructuralOp => ({ op: 'project', project: makeProject(`/p/${n}`, { server }) })),
  fc
    .tuple(anyServer, number)
    .map(([server, n]): StructuralOp => ({ op: 'project.remove', server, directory: `/p/${n}` })),
  fc.tuple(anyServer, anySession, number).map(([server, id, updated]): StructuralOp => ({
    op: 'session',
    session: makeSession(id, { server, updated }),
  })),
  fc.tuple(anyServer, anySession).map(([server, id]): StructuralOp => ({ op: 'session.remove', server, id })),
  fc.tuple(anyServer, anySession, fc.boolean()).map(([server, id, unread]): StructuralOp => ({
    op: 'activity',
    server,
    id,
    activity: makeActivity({ unread }),
  })),
  fc.tuple(anyServer, number).map(([server, n]): StructuralOp => ({
    op: 'ask',
    server,
    ask: {
      kind: 'question',
      id: askID(`q_${n}`),
      session: sessionOf(n),
      asked: n,
      questions: [],
      tool: null,
    },
  })),
  fc
    .tuple(anyServer, number)
    .map(([server, n]): StructuralOp => ({ op: 'ask.remove', server, id: askID(`q_${n}`) })),
  fc
    .tuple(anyServer, anySession)
    .map(([server, session]): StructuralOp => ({ op: 'messages.reset', server, session })),
  fc.tuple(anyServer, number).map(([server, n]): StructuralOp => ({
    op: 'message',
    server,
    message: makeUser(sessionOf(n), messageAt(n)),
  })),
  fc.tuple(anyServer, number).map(([server, n]): StructuralOp => ({
    op: 'message.remove',
    server,
    session: sessionOf(n),
    id: messageAt(n),
  })),
  fc
    .tuple(anyServer, number, number, fc.string({ maxLength: 2 }))
    .map(([server, n, m, name]): StructuralOp => ({
      op: 'part',
      server,
      part: { type: 'agent', id: partAt(n, m), message: messageAt(m), session: sessionOf(m), name },
    })),
  fc.tuple(anyServer, number, number).map(([server, n, m]): StructuralOp => ({
    op: 'part.remove',
    server,
    session: sessionOf(m),
    message: messageAt(m),
    id: partAt(n, m),
  })),
  fc.tuple(anyServer, anySession, fc.boolean()).map(([server, session, none]): StructuralOp => ({
    op: 'gaps',
    server,
    session,
    gaps: none ? [] : [{ session, part: null, reason: 'reconnect', since: 1 }],
  })),
  number.map((n): StructuralOp => ({ op: 'outbox.remove', id: outboxID(`o_${n}`), sentTo: null })),
  fc.tuple(number, number).map(([n, at]): StructuralOp => ({
    op: 'notice',
    notice: {
      id: `n_${n}`,
      at,
      tone: 'info',
      text: String(at),
      server: null,
      session: null,
      directory: null,
    },
  })),
)

const anyOps = fc.array(anyOp, { maxLength: 60 })

test('any split into batches gives the same state', () => {
  fc.assert(
    fc.property(anyOps, fc.array(fc.nat(60)), (ops, cuts) => {
      const bounds = [...new Set([0, ...cuts.filter((cut) => cut < ops.length), ops.length])].sort(
        (a, b) => a - b,
      )
      let state = emptyShown
      bounds.forEach((from, index) => {
        state = apply(state, ops.slice(from, bounds[index + 1] ?? ops.length))
      })
      expect(state).toEqual(apply(emptyShown, ops))
    }),
  )
})

test('ops applied twice give what they gave once', () => {
  fc.assert(
    fc.property(anyOps, (ops) => {
      const once = apply(emptyShown, ops)
      expect(withoutEmpty(apply(once, ops))).toEqual(withoutEmpty(once))
    }),
  )
})

/** A list emptied part by part and a list never begun show the same. */
function withoutEmpty(state: typeof emptyShown) {
  const filled = <T>(lists: Readonly<Record<string, readonly T[]>>) =>
    Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
  return { ...state, messages: filled(state.messages), parts: filled(state.parts) }
}

test('state is never changed in place, and what no op touched keeps its reference', () => {
  fc.assert(
    fc.property(anyOps, anyOps, (first, second) => {
      const before = apply(emptyShown, first)
      const copy = structuredClone(before)
      apply(before, second)
      expect(before).toEqual(copy)
    }),
  )
  const state = apply(emptyShown, [
    { op: 'server', server: makeServer() },
    { op: 'message', server: local, message: makeUser(sessionID('ses_1'), 'msg_1') },
  ])
  const next = apply(state, [{ op: 'session', session: makeSession('ses_1') }])
  expect(next.servers).toBe(state.servers)
  expect(next.messages).toBe(state.messages)
  expect(apply(state, [])).toBe(state)
})

test('messages and parts stand in the order of their ids, whatever order they came in', () => {
  const session = sessionID('ses_1')
  const state = apply(
    emptyShown,
    ['msg_3', 'msg_1', 'msg_2', 'msg_1'].map((id) => ({
      op: 'message' as const,
      server: local,
      message: makeUser(session, id),
    })),
  )
  expect(state.messages[refKey(local, session)]).toEqual(['msg_1', 'msg_2', 'msg_3'])
})

test('a removed session takes its messages, parts, asks and gaps along, and nobody else’s', () => {
  const [one, two] = [sessionID('ses_1'), sessionID('ses_2')]
  const opsFor = (session: typeof one, n: number): StructuralOp[] => [
    { op: 'session', session: makeSession(session) },
    { op: 'message', server: local, message: makeAssistant(session, `msg_${n}`, messageID('msg_0')) },
    {
      op: 'part',
      server: local,
      part: { type: 'agent', id: partAt(0, n), message: messageAt(n), session, name: 'plan' },
    },
    {
      op: 'ask',
      server: local,
      ask: { kind: 'question', id: askID(`q_${n}`), session, asked: 1, questions: [], tool: null },
    },
  ]
  const both = apply(emptyShown, [...opsFor(one, 1), ...opsFor(two, 2)])
  expect(apply(both, [{ op: 'session.remove', server: local, id: one }])).toEqual(
    apply(emptyShown, opsFor(two, 2)),
  )
  const closed = closeSession(both, local, refKey(local, one))
  expect(Object.keys(closed.message)).toEqual([refKey(local, messageAt(2))])
  expect(Object.keys(closed.sessions)).toHaveLength(2)
})

test('a notice that was closed stays closed, even across a new snapshot', () => {
  const op: StructuralOp = {
    op: 'notice',
    notice: {
      id: 'n_1',
      at: 1,
      tone: 'info',
      text: 'Reconnected.',
      server: null,
      session: null,
      directory: null,
    },
  }
  const dismissed = { ...emptyShown, dismissed: ['n_1'] }
  expect(apply(forgetAll(dismissed), [op]).notices).toEqual([])
})
