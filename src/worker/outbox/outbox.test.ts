import { expect, test } from 'vitest'
import { messageID, sessionID } from '#contract/ids'
import type { Session } from '#contract/model'
import { fail, ok } from '#contract/result'
import { temporaryFolder } from '#test/journal'
import { settled } from '#test/manual-clock'
import { createRig, server, ses1, type Request } from '#test/outbox-rig'

const offline = fail('offline', 'The server can’t be reached.')

test('a prompt waits for its server, is sent once it lives, and is remembered', async () => {
  const rig = createRig()
  await rig.setLive(false)
  await rig.send('hello')
  expect(rig.stateOf('hello')).toBe('waiting-server')
  await rig.setLive(true)
  expect(rig.stateOf('hello')).toBe('sending')
  await rig.last().answer(ok(null))
  expect(rig.stateOf('hello')).toBe('gone')
  expect(rig.prompts()).toHaveLength(1)
  expect(rig.store.outbox()).toEqual([])
  expect(rig.store.history(server, '/p')).toEqual(['hello'])
})

test('prompts of a session go one by one, in order, each after the turn before it', async () => {
  const rig = createRig()
  await rig.busy()
  for (const id of ['one', 'two', 'three']) await rig.send(id)
  expect(rig.requests).toEqual([])
  expect(rig.stateOf('one')).toBe('waiting-turn')
  const sent: string[] = []
  for (const id of ['one', 'two', 'three']) {
    await rig.idle()
    expect(rig.stateOf(id)).toBe('sending')
    sent.push(rig.last().message)
    await rig.busy()
    await rig.last().answer(ok(null))
  }
  expect(rig.prompts()).toHaveLength(3)
  expect(sent).toEqual([...sent].sort())
})

test('another session’s turn holds nothing up', async () => {
  const rig = createRig()
  await rig.busy()
  await rig.send('waits')
  await rig.send('goes', sessionID('ses_2'))
  expect(rig.stateOf('waits')).toBe('waiting-turn')
  expect(rig.stateOf('goes')).toBe('sending')
})

test('after a failure that may have been a success it asks first, and does not send twice', async () => {
  const rig = createRig()
  await rig.send('hello')
  const first = rig.last()
  await first.answer(fail('timeout', 'The server did not answer in time.'))
  expect(rig.stateOf('hello')).toBe('waiting-server')
  await rig.setLive(true)
  expect(rig.last()).toMatchObject({ what: 'message', message: first.message })
  await rig.last().answer(ok({}))
  expect(rig.stateOf('hello')).toBe('gone')
  expect(rig.prompts()).toHaveLength(1)
})

test('a yes that is not the server’s own is no proof: it is asked, and sent again under the same ids', async () => {
  const rig = createRig()
  await rig.send('hello')
  const first = rig.last()
  await first.pretend()
  expect(rig.stateOf('hello')).toBe('sending')
  await rig.clock.advance(5_000)
  expect(rig.last()).toMatchObject({ what: 'message', message: first.message })
  await rig.last().answer(fail('not-found', 'no such message'))
  expect(rig.last()).toMatchObject({ what: 'prompt', message: first.message, parts: first.parts })
  await rig.last().answer(ok(null))
  expect(rig.stateOf('hello')).toBe('gone')
  await rig.clock.advance(60_000)
  expect(rig.prompts()).toHaveLength(2)
})

test('what the server does not have is sent again under the same ids', async () => {
  const rig = createRig()
  await rig.send('hello')
  const first = rig.last()
  await first.answer(offline)
  await rig.setLive(true)
  await rig.last().answer(fail('not-found', 'no such message'))
  expect(rig.last()).toMatchObject({ what: 'prompt', message: first.message, parts: first.parts })
})

test('a request that breaks while the server lives is made again without anyone’s help', async () => {
  const rig = createRig()
  await rig.send('hello')
  await rig.last().answer(offline)
  expect(rig.stateOf('hello')).toBe('waiting-server')
  await rig.clock.advance(2_000)
  expect(rig.last().what).toBe('message')
})

test('an unsent prompt is found again after a restart and asked for before it is sent', async () => {
  const folder = temporaryFolder()
  const before = createRig(folder)
  await before.send('hello')
  expect(before.last().what).toBe('prompt')
  before.store.close()
  const after = createRig(folder)
  expect(after.outbox.items()).toMatchObject([{ id: 'hello', session: ses1 }])
  after.outbox.pump(server)
  await settled()
  expect(after.last()).toMatchObject({ what: 'message', message: before.last().message })
})

test('its own message in the stream confirms a prompt, whatever becomes of the answer', async () => {
  const rig = createRig()
  await rig.send('hello')
  rig.outbox.confirm(server, rig.last().message as never)
  expect(rig.stateOf('hello')).toBe('gone')
  await rig.last().answer(fail('timeout', 'late'))
  expect(rig.stateOf('hello')).toBe('gone')
  await rig.clock.advance(10_000)
  expect(rig.requests).toHaveLength(1)
})

test('a waiting prompt can be taken back, one on its way can’t', async () => {
  const rig = createRig()
  await rig.busy()
  const waiting = await rig.send('waiting')
  expect(rig.outbox.withdraw(waiting)).toMatchObject({ ok: true, value: { id: waiting } })
  await rig.idle()
  expect(rig.requests).toEqual([])
  const sending = await rig.send('sending')
  expect(rig.outbox.withdraw(sending)).toMatchObject({ ok: false, error: { code: 'conflict' } })
  await rig.last().answer(ok(null))
  expect(rig.outbox.withdraw(sending)).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

test('a refused prompt says why, stays, holds nothing up, and can be sent again', async () => {
  const rig = createRig()
  const id = await rig.send('bad')
  const first = rig.last()
  await first.answer(fail('bad-request', 'No such model.'))
  expect(rig.outbox.items()).toMatchObject([{ state: { type: 'failed', message: 'No such model.' } }])
  await rig.clock.advance(10_000)
  expect(rig.requests).toHaveLength(1)

  await rig.send('next')
  const next = rig.last()
  expect(next.what).toBe('prompt')
  await next.answer(ok(null))
  const created = rig.clock.now()
  rig.dispatch({
    type: 'message.upsert',
    message: {
      role: 'user',
      id: next.message as never,
      session: ses1,
      created,
      agent: null,
      model: null,
      diffs: [],
    },
  })

  expect(rig.outbox.resend(id)).toEqual(ok(null))
  await settled()
  await rig.last().answer(fail('not-found', 'no such message'))
  expect(rig.last().what).toBe('prompt')
  expect(rig.last().message > next.message).toBe(true)
})

test('the same prompt handed in twice is one', async () => {
  const rig = createRig()
  await rig.send('once')
  await rig.send('once')
  await rig.last().answer(ok(null))
  await rig.send('once')
  expect(rig.prompts()).toHaveLength(1)
})

test('a prompt that begins a session makes one, also when its first sending fails', async () => {
  const rig = createRig()
  await rig.send('begin', null)
  expect(rig.last().what).toBe('create')
  const session = { id: ses1, server, directory: '/p', title: 'New' } as Session
  await rig.last().answer(ok(session))
  expect(rig.last()).toMatchObject({ what: 'prompt', session: ses1 })
  await rig.last().answer(offline)
  await rig.setLive(true)
  await rig.last().answer(fail('not-found', 'no such message'))
  await rig.last().answer(ok(null))
  expect(rig.requests.map(({ what }) => what)).toEqual(['create', 'prompt', 'message', 'prompt'])
  expect(rig.stateOf('begin')).toBe('gone')
})

/** A prompt taken in by the server, and nothing of a turn. */
async function takenIn(rig: ReturnType<typeof createRig>): Promise<Request> {
  await rig.send('hello')
  const sent = rig.last()
  rig.dispatch({
    type: 'message.upsert',
    message: {
      role: 'user',
      id: messageID(sent.message),
      session: ses1,
      created: 0,
      agent: null,
      model: null,
      diffs: [],
    },
  })
  await sent.answer(ok(null))
  return sent
}

test('a prompt that the server took in and never begins is sent again under the same ids, a few times at most', async () => {
  const rig = createRig()
  const sent = await takenIn(rig)
  for (let i = 0; i < 5; i++) await rig.clock.advance(5_000)
  const { message, parts } = sent
  expect(rig.prompts()).toMatchObject([
    { message, parts },
    { message, parts },
    { message, parts },
  ])
})

test('a prompt that began, or that was called off, is not sent again', async () => {
  const rig = createRig()
  await takenIn(rig)
  rig.outbox.begun({ server, session: ses1 })
  await rig.clock.advance(20_000)
  expect(rig.prompts()).toHaveLength(1)
})
