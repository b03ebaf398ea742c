import { expect, test } from 'vitest'
import { messageID } from '#contract/ids'
import type { AssistantMessage, MessageError, UserMessage } from '#contract/model'
import { fail, ok } from '#contract/result'
import { temporaryFolder } from '#test/journal'
import { settled } from '#test/manual-clock'
import { createRig, server, ses1 } from '#test/outbox-rig'

const offline = fail('offline', 'The server can’t be reached.')
const ref = { server, session: ses1 }
const aborted: MessageError = { name: 'MessageAbortedError', message: '', statusCode: null, aborted: true }

const prompt = (id: string): UserMessage => ({
  role: 'user',
  id: messageID(id),
  session: ses1,
  created: 1,
  agent: null,
  model: null,
  diffs: [],
})
const answer = (id: string, parent: string, error: MessageError | null = null): AssistantMessage => ({
  role: 'assistant',
  id: messageID(id),
  session: ses1,
  created: 1,
  completed: null,
  parent: messageID(parent),
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  error,
  finish: null,
  summary: false,
})
const page = (message: UserMessage | AssistantMessage) =>
  ok({ messages: [{ message, parts: [] }], older: true })

/** A turn runs: its prompt and its first answer are there. */
async function running(folder = temporaryFolder()) {
  const rig = createRig(folder)
  rig.dispatch({ type: 'message.upsert', message: prompt('msg_1') })
  rig.dispatch({ type: 'message.upsert', message: answer('msg_2', 'msg_1') })
  await rig.busy()
  const stop = async () => {
    rig.outbox.abort(ref, messageID('msg_2'))
    await settled()
  }
  return { ...rig, stop }
}

test('Stop is sent once the server says that the turn still runs, and is over when the session is idle', async () => {
  const rig = await running()
  await rig.stop()
  await rig.stop()
  expect(rig.asked()).toEqual(['messages'])
  await rig.last().answer(page(answer('msg_3', 'msg_1')))
  expect(rig.asked()).toEqual(['messages', 'abort'])
  await rig.last().answer(ok(null))
  expect(rig.outbox.commands()).toMatchObject([{ state: { type: 'sending' } }])
  await rig.idle()
  expect(rig.outbox.commands()).toEqual([])
  await rig.clock.advance(20_000)
  expect(rig.requests).toHaveLength(2)
  expect(rig.said).toEqual([])
})

test('Stop never touches the next turn, whoever began that', async () => {
  const rig = await running()
  await rig.setLive(false)
  await rig.stop()
  expect(rig.outbox.commands()).toMatchObject([{ state: { type: 'waiting-server' } }])
  await rig.clock.advance(3_000)
  await rig.setLive(true)
  await rig.last().answer(page(answer('msg_9', 'msg_8')))
  expect(rig.asked()).toEqual(['messages'])
  expect(rig.outbox.commands()).toEqual([])
})

test('a prompt that waits for the turn does not begin while a Stop may still be on its way', async () => {
  const rig = await running()
  await rig.send('next')
  await rig.stop()
  await rig.last().answer(page(answer('msg_2', 'msg_1')))
  const abort = rig.last()
  expect(abort.what).toBe('abort')
  await rig.idle()
  expect(rig.stateOf('next')).toBe('waiting-turn')
  await abort.answer(ok(null))
  expect(rig.stateOf('next')).toBe('sending')
})

test('Stop waits ten seconds for the server, then says that it was not heard', async () => {
  const rig = await running()
  await rig.setLive(false)
  await rig.stop()
  await rig.clock.advance(9_999)
  expect(rig.outbox.commands()).toHaveLength(1)
  await rig.clock.advance(1)
  expect(rig.outbox.commands()).toEqual([])
  expect(rig.said).toEqual(['Stop did not reach the server in time. The turn may still run.'])
  await rig.setLive(true)
  expect(rig.requests).toEqual([])
  expect(rig.store.commands()).toEqual([])
})

test('Stop is never sent by a later life of the worker', async () => {
  const folder = temporaryFolder()
  const before = await running(folder)
  await before.setLive(false)
  await before.stop()
  expect(before.store.commands()).toHaveLength(1)
  before.store.close()
  const after = await running(folder)
  after.outbox.pump(server)
  await after.clock.advance(20_000)
  expect(after.requests).toEqual([])
  expect(after.store.commands()).toEqual([])
})

test('a Stop whose request broke is sent again only while its turn is the newest and not stopped', async () => {
  const rig = await running()
  await rig.stop()
  await rig.last().answer(page(answer('msg_2', 'msg_1')))
  await rig.last().answer(offline)
  await rig.clock.advance(1_000)
  expect(rig.asked()).toEqual(['messages', 'abort', 'messages'])
  await rig.last().answer(page(answer('msg_2', 'msg_1', aborted)))
  expect(rig.asked()).toHaveLength(3)
  expect(rig.outbox.commands()).toEqual([])
  expect(rig.said).toEqual([])
})

test('an answer that was aborted in an earlier turn says nothing of this Stop', async () => {
  const rig = await running()
  await rig.stop()
  rig.dispatch({ type: 'message.upsert', message: answer('msg_0', 'msg_00', aborted) })
  expect(rig.outbox.commands()).toHaveLength(1)
  rig.dispatch({ type: 'message.upsert', message: answer('msg_2', 'msg_1', aborted) })
  expect(rig.outbox.commands()).toEqual([])
})
