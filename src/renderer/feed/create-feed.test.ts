import { expect, test } from 'vitest'
import type { FeedMessage, WindowMessage, WindowState } from '#contract/feed'
import { epoch, messageID, partID, refKey, sessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import { fail } from '#contract/result'
import { CONTRACT_VERSION } from '#contract/version'
import { makeServer, makeSession, makeUser, server, textOps } from '../dev/make.ts'
import { createPreview } from '../preview/create-preview.ts'
import { initialState, type State } from '../store/state.ts'
import { createFeed } from './create-feed.ts'
import { createTextSink } from './repair.ts'

const session = sessionID('ses_1')
const ref = { server, session }
const shown: WindowState = { active: ref, open: [ref], visible: true, focused: true }
const nothingOpen: WindowState = { ...shown, active: null, open: [] }

function start() {
  const preview = createPreview({ now: () => 0, setTimer: () => {}, isUrgent: () => false })
  let state: State = initialState
  const states: State[] = []
  const reloads: number[] = []
  const text = createTextSink({
    preview,
    fetchText: async () => fail('offline', 'Not now.'),
    onGaps: (key) => feed.showGaps(key),
    now: () => 1,
  })
  const feed = createFeed({
    preview,
    text,
    update: (change) => states.push((state = change(state))),
    windowState: () => shown,
    requestFlush: () => {},
    onReload: (theirs) => reloads.push(theirs),
    onHeld: () => {},
    onApplied: () => {},
  })
  return { feed, preview, states, reloads, state: () => state }
}

function fakePort() {
  const sent: WindowMessage[] = []
  let listener: (message: unknown) => void = () => {}
  const port: Port = {
    post: (message) => void sent.push(message as WindowMessage),
    onMessage: (next) => (listener = next),
    onClose: () => {},
    close: () => {},
  }
  let batch = 0
  let states = 0
  const push = (ops: readonly Op[], reset = false, last = true) =>
    listener({
      type: 'batch',
      batch: ++batch,
      reset,
      more: !last,
      states,
      ops,
      upTo: last ? { [server]: { epoch: epoch('e1'), seq: batch } } : {},
    } satisfies FeedMessage)
  /** The worker has heard all that the window has said. */
  const hear = () => void (states = sent.filter((message) => message.type === 'state').length)
  return { port, sent, push, hear, send: (message: unknown) => listener(message) }
}

test('a generation begins with hello; batches are acknowledged as they come and applied together', () => {
  const { feed, states, state } = start()
  const { port, sent, push } = fakePort()
  feed.connect(port)
  expect(sent).toEqual([{ type: 'hello', v: CONTRACT_VERSION, cursor: {}, held: [], state: shown }])
  push([{ op: 'server', server: makeServer() }], true)
  push([{ op: 'session', session: makeSession(session) }])
  expect(sent.slice(1)).toEqual([
    { type: 'ack', batch: 1 },
    { type: 'ack', batch: 2 },
  ])
  expect(states).toHaveLength(0)
  feed.flush()
  expect(states).toHaveLength(1)
  expect(Object.keys(state().sessions)).toEqual([refKey(server, session)])
})

test('the next hello carries the cursor, and messages of the old port are not heard', () => {
  const { feed, state } = start()
  const [first, second] = [fakePort(), fakePort()]
  feed.connect(first.port)
  first.push([{ op: 'server', server: makeServer() }], true)
  feed.flush()
  feed.connect(second.port)
  expect(second.sent[0]).toMatchObject({ type: 'hello', cursor: { [server]: { epoch: 'e1', seq: 1 } } })
  first.push([{ op: 'session', session: makeSession(session) }])
  feed.flush()
  expect(state().sessions).toEqual({})
})

test('text goes to the preview, and a reset forgets both it and the structure', () => {
  const { feed, preview, state } = start()
  const { port, push } = fakePort()
  const message = makeUser(session, 'msg_1')
  feed.connect(port)
  push(
    [
      { op: 'session', session: makeSession(session) },
      { op: 'message', server, message },
      ...textOps({ session, message: message.id, id: 'prt_1', text: 'Hello' }),
    ],
    true,
  )
  feed.flush()
  expect(preview.textOf(server, partID('prt_1'), 'text')).toBe('Hello')
  push([{ op: 'server', server: makeServer() }], true)
  feed.flush()
  expect(preview.textOf(server, partID('prt_1'), 'text')).toBe('')
  expect(state().sessions).toEqual({})
  expect(Object.keys(state().servers)).toEqual([server])
})

test('a hole is drawn as a gap beside the worker’s own, and outlives the worker’s list', () => {
  const { feed, state } = start()
  const { port, push } = fakePort()
  feed.connect(port)
  const lost = { session, part: null, reason: 'reconnect', since: 5 } as const
  push([
    { op: 'text', server, session, part: partID('prt_1'), field: 'text', rev: 0, at: 9, text: 'x' },
    { op: 'gaps', server, session, gaps: [lost] },
  ])
  feed.flush()
  expect(state().gaps[refKey(server, session)]).toMatchObject([lost, { reason: 'dropped' }])
  push([{ op: 'gaps', server, session, gaps: [] }])
  feed.flush()
  expect(state().gaps[refKey(server, session)]).toMatchObject([{ reason: 'dropped' }])
})

test('half a snapshot is not shown in place of what was there', () => {
  const { feed, state } = start()
  const { port, push } = fakePort()
  feed.connect(port)
  push([{ op: 'session', session: makeSession(session) }], true)
  feed.flush()
  push([{ op: 'server', server: makeServer() }], true, false)
  feed.flush()
  expect(Object.keys(state().sessions)).toHaveLength(1)
  push([{ op: 'session', session: makeSession('ses_2') }])
  feed.flush()
  expect(Object.keys(state().sessions)).toEqual([refKey(server, 'ses_2')])
  push([{ op: 'server', server: makeServer() }], true, false)
  feed.flush(true)
  expect(Object.keys(state().servers)).toEqual([server])
})

test('another contract asks for a reload', () => {
  const { feed, reloads } = start()
  const { port, send } = fakePort()
  feed.connect(port)
  send({ type: 'reload', v: CONTRACT_VERSION + 1 })
  expect(reloads).toEqual([CONTRACT_VERSION + 1])
})

test('a session the window lets go of leaves its record and loses its content', () => {
  const { feed, preview, state } = start()
  const { port, sent, push } = fakePort()
  const message = makeUser(session, 'msg_1')
  feed.connect(port)
  push([
    { op: 'session', session: makeSession(session) },
    { op: 'message', server, message },
    ...textOps({ session, message: message.id, id: 'prt_1', text: 'Hello' }),
  ])
  feed.flush()
  feed.sendState(nothingOpen, [ref])
  expect(sent.at(-1)).toEqual({ type: 'state', state: nothingOpen })
  expect(Object.keys(state().sessions)).toEqual([refKey(server, session)])
  expect(state().message).toEqual({})
  expect(preview.textOf(server, partID('prt_1'), 'text')).toBe('')
})

test('what is still on its way to a closed session, or was when it is opened again, is not taken', () => {
  const { feed, preview, state } = start()
  const { port, push, hear } = fakePort()
  const late: readonly Op[] = [
    { op: 'message', server, message: makeUser(session, 'msg_1') },
    { op: 'text', server, session, part: partID('prt_1'), field: 'text', rev: 0, at: 9, text: 'x' },
  ]
  feed.connect(port)
  feed.sendState(nothingOpen, [ref])
  push(late)
  feed.sendState(shown, [])
  push(late)
  feed.flush()
  expect(state().gaps).toEqual({})
  expect(state().message).toEqual({})
  hear()
  push(textOps({ session, message: messageID('msg_1'), id: 'prt_1', text: 'Hello' }))
  feed.flush()
  expect(preview.textOf(server, partID('prt_1'), 'text')).toBe('Hello')
})

test('a window that comes back names the sessions that it holds whole', () => {
  const { feed } = start()
  const ports = [fakePort(), fakePort(), fakePort()] as const
  const heldAt = (n: 1 | 2) => ports[n].sent[0]
  feed.connect(ports[0].port)
  ports[0].push([{ op: 'server', server: makeServer() }], true)
  ports[0].push([{ op: 'messages.reset', server, session }])
  feed.flush()
  feed.connect(ports[1].port)
  expect(heldAt(1)).toMatchObject({ held: [] })
  ports[1].push([{ op: 'messages.reset', server, session }])
  ports[1].push([{ op: 'view', server, session, from: 'server', older: false, error: null }])
  feed.flush()
  feed.connect(ports[2].port)
  expect(heldAt(2)).toMatchObject({ held: [ref] })
})

test('an op in pieces is applied when its last piece has come', () => {
  const { feed, state } = start()
  const { port, push, send } = fakePort()
  feed.connect(port)
  const json = JSON.stringify({ op: 'session', session: makeSession(session) } satisfies Op)
  const piece = (text: string, last: boolean) =>
    send({
      type: 'batch',
      batch: 1,
      reset: false,
      more: false,
      states: 0,
      ops: [],
      piece: { op: 4, json: text, last },
      upTo: {},
    })
  piece(json.slice(0, 40), false)
  push([{ op: 'server', server: makeServer() }])
  feed.flush()
  expect(state().sessions).toEqual({})
  piece(json.slice(40), true)
  feed.flush()
  expect(Object.keys(state().sessions)).toEqual([refKey(server, session)])
})

test('what is no message of the feed is not heard', () => {
  const { feed, states } = start()
  const { port, sent, send } = fakePort()
  feed.connect(port)
  for (const nonsense of [null, 7, 'batch', {}, { type: 'batch' }, { type: 'batch', batch: 1, ops: {} }])
    send(nonsense)
  feed.flush()
  expect(sent).toHaveLength(1)
  expect(states).toHaveLength(0)
})
