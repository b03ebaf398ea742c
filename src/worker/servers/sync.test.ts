import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import { sessionID, type SessionID } from '#contract/ids'
import { fail, ok, type Result } from '#contract/result'
import { createManualClock, settled } from '#test/manual-clock'
import { emptyMirror } from '#test/mirror'
import type { MessagesPage, OpencodeClient } from '../backends/opencode/client.ts'
import { createSync } from './sync.ts'

const session = sessionID('ses_1')
const unavailable = fail('server-error', 'The server answered 503.')
const page = ok({ messages: [], older: false })

/** Pages of messages are answered by hand; jitter is at its longest. */
function createRig() {
  const clock = createManualClock()
  const asked: ((answer: Result<MessagesPage>) => Promise<void>)[] = []
  const events: ServerEvent['type'][] = []
  let isOpen = true
  const client = {
    messages: (_session: SessionID) =>
      new Promise<Result<MessagesPage>>((resolve) => {
        asked.push(async (answer) => {
          resolve(answer)
          await settled()
        })
      }),
    todos: () => Promise.resolve(unavailable),
  } as unknown as OpencodeClient
  const sync = createSync({
    state: emptyMirror(),
    client,
    clock,
    random: () => 1,
    dispatch: (event) => events.push(event.type),
    isOpen: () => isOpen,
    listeningSince: () => 0,
    clockOffsetMs: () => 0,
    isReadable: () => Promise.resolve(true),
    mayAsk: () => true,
  })
  const last = async (answer: Result<MessagesPage>): Promise<void> => asked.at(-1)?.(answer)
  return { clock, sync, asked, events, last, close: () => void (isOpen = false) }
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
