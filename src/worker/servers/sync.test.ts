import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import { messageID, serverID, sessionID, type SessionID } from '#contract/ids'
import type { AssistantMessage, Session } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import { createManualClock, settled } from '#test/manual-clock'
import { emptyMirror } from '#test/mirror'
import type { BackendCalls, MessagesPage } from '../backends/backend.ts'
import { fold } from '../mirror/fold.ts'
import { createSync } from './sync.ts'

const session = sessionID('ses_1')
const unavailable = fail('server-error', 'The server answered 503.')
const page = ok({ messages: [], older: false })

const assistant: AssistantMessage = {
  role: 'assistant',
  id: messageID('msg_2'),
  session,
  created: 1,
  completed: null,
  parent: messageID('msg_1'),
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  error: null,
  finish: null,
  summary: false,
}

const begun: Session = {
  server: serverID('local'),
  id: session,
  directory: '/folder',
  title: 'Begun',
  parent: null,
  created: 0,
  updated: 0,
  archived: null,
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  changes: null,
}

/** Pages of messages are answered by hand; jitter is at its longest. */
function createRig() {
  const clock = createManualClock()
  const asked: ((answer: Result<MessagesPage>) => Promise<void>)[] = []
  const events: ServerEvent['type'][] = []
  let isOpen = true
  const state = emptyMirror()
  const client = {
    statuses: () => Promise.resolve(ok([[session, { type: 'busy', since: null }]] as const)),
    messages: (_session: SessionID) =>
      new Promise<Result<MessagesPage>>((resolve) => {
        asked.push(async (answer) => {
          resolve(answer)
          await settled()
        })
      }),
    todos: () => Promise.resolve(unavailable),
    asks: () => Promise.resolve(unavailable),
    sessions: () => Promise.resolve(unavailable),
  } as unknown as BackendCalls
  const sync = createSync({
    state,
    client,
    history: null,
    clock,
    random: () => 1,
    dispatch: (event) => {
      events.push(event.type)
      fold(state, event, clock.now())
    },
    isOpen: () => isOpen,
    listeningSince: () => 0,
    clockOffsetMs: () => 0,
    isReadable: () => Promise.resolve(true),
    mayAsk: () => true,
  })
  const last = async (answer: Result<MessagesPage>): Promise<void> => asked.at(-1)?.(answer)
  return { state, clock, sync, asked, events, last, close: () => void (isOpen = false) }
}

test('what a session missed is asked for until it is answered', async () => {
  const { clock, sync, asked, events, last } = createRig()
  sync.catchUp([session])
  for (const waitMs of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
    const before = asked.length
    await last(unavailable)
    await clock.advance(waitMs - 1)
    expect(asked).toHaveLength(before)
    await clock.advance(1)
    expect(asked).toHaveLength(before + 1)
  }
  await last(page)
  expect(events).toEqual(['fetched.messages'])
  await clock.advance(600_000)
  expect(asked).toHaveLength(7)
})

test('it is not asked for any more when nobody shows it, or the server has it no more', async () => {
  const closed = createRig()
  closed.sync.catchUp([session])
  await closed.last(unavailable)
  closed.close()
  await closed.clock.advance(60_000)
  expect(closed.asked).toHaveLength(1)

  const gone = createRig()
  gone.sync.catchUp([session])
  await gone.last(fail('not-found', 'The server does not know this any more.'))
  await gone.clock.advance(60_000)
  expect(gone.asked).toHaveLength(1)
})

test('an answer that was asked for before a cut closes no hole, and the next catch-up does not wait for it', async () => {
  const { sync, asked, events } = createRig()
  sync.catchUp([session])
  sync.forget()
  sync.catchUp([session])
  expect(asked).toHaveLength(2)
  await asked[0]?.(page)
  expect(events).toEqual([])
  await asked[1]?.(page)
  expect(events).toEqual(['fetched.messages'])
})

test('an answer just begun that a page brings before the stream tells of it is not left without its busy session', async () => {
  const { state, sync, events, last } = createRig()
  fold(
    state,
    {
      type: 'session.upsert',
      session: begun,
    },
    -1,
  )
  sync.catchUp([session])
  await last(ok({ messages: [{ message: assistant, parts: [] }], older: false }))
  expect(events).toEqual(['fetched.statuses', 'fetched.messages'])
  expect(state.sessions.get(session)?.status).toMatchObject({ type: 'busy' })
})

test('a folder that is caught up again and again is asked as if it had been once', async () => {
  const { clock, sync, asked, last, state } = createRig()
  fold(state, { type: 'session.upsert', session: begun }, -1)
  for (let n = 0; n < 5; n++) sync.catchUpFolder('/folder', [session])
  await settled()
  const first = asked.length
  for (const answer of asked.slice()) await answer(unavailable)
  await clock.advance(1_000)
  expect(asked).toHaveLength(first + 1)
  await last(page)
  await clock.advance(60_000)
  expect(asked).toHaveLength(first + 1)
})

test('a catch-up asks anew, whatever was asked before the server was ready to tell of changes', async () => {
  const { sync, asked } = createRig()
  void sync.loadNewest(session)
  await settled()
  expect(asked).toHaveLength(1)
  sync.catchUp([session])
  await settled()
  expect(asked).toHaveLength(2)
})
