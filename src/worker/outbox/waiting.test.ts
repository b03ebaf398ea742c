import { expect, test } from 'vitest'
import { messageID } from '#contract/ids'
import type { Session } from '#contract/model'
import { fail, ok } from '#contract/result'
import { temporaryFolder } from '#test/journal'
import { settled } from '#test/manual-clock'
import { createRig, server, ses1 } from '#test/outbox-rig'

const busy = { code: 'busy', message: 'Too busy.' } as const
const offline = fail('offline', 'The server can’t be reached.')
const begun = { id: ses1, server, directory: '/p', title: 'New' } as Session

test('a server that is too busy is asked again when it said, and the prompt is seen to wait', async () => {
  const rig = createRig()
  await rig.send('hello')
  await rig.last().answer({ ok: false, error: { ...busy, retryAfterMs: 30_000 } })
  expect(rig.outbox.items()).toMatchObject([
    { state: { type: 'waiting-retry', until: rig.clock.now() + 30_000 } },
  ])
  await rig.clock.advance(29_999)
  expect(rig.requests).toHaveLength(1)
  await rig.clock.advance(1)
  expect(rig.last().what).toBe('message')
  await rig.last().answer(fail('not-found', 'no such message'))
  await rig.last().answer(ok(null))
  expect(rig.stateOf('hello')).toBe('gone')
  expect(rig.outbox.counters(server)).toMatchObject({ waiting: 0, sent: 2, confirmed: 1, retried: 1 })
})

test('a busy server that names no time is asked ever less often, and what comes behind keeps its place', async () => {
  const rig = createRig()
  await rig.send('hello')
  await rig.send('behind')
  const waits: number[] = []
  for (let n = 0; n < 8; n++) {
    await rig.last().answer({ ok: false, error: busy })
    const [{ state } = { state: null }] = rig.outbox.items()
    if (state?.type !== 'waiting-retry') throw new Error('It does not wait.')
    waits.push(state.until - rig.clock.now())
    await rig.clock.advance(state.until - rig.clock.now())
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
  expect(rig.stateOf('behind')).toBe('waiting-turn')
})

test('what waits for a busy server can be sent at once, or taken back', async () => {
  const rig = createRig()
  const id = await rig.send('hello')
  await rig.last().answer({ ok: false, error: { ...busy, retryAfterMs: 60_000 } })
  rig.outbox.resend(id)
  await settled()
  expect(rig.asked()).toEqual(['prompt', 'message'])
  await rig.last().answer({ ok: false, error: { ...busy, retryAfterMs: 60_000 } })
  expect(rig.outbox.withdraw(id)).toMatchObject({ ok: true })
  await rig.clock.advance(120_000)
  expect(rig.requests).toHaveLength(2)
})

test('a clock that is set back does not hold a prompt up', async () => {
  const rig = createRig()
  await rig.send('hello')
  await rig.last().answer({ ok: false, error: { ...busy, retryAfterMs: 30_000 } })
  rig.clock.sleep(-3_600_000)
  await rig.clock.advance(30_000)
  expect(rig.asked()).toEqual(['prompt', 'message'])
})

test('a wait for a busy server goes on after a restart', async () => {
  const folder = temporaryFolder()
  const before = createRig(folder)
  await before.send('hello')
  await before.last().answer({ ok: false, error: { ...busy, retryAfterMs: 30_000 } })
  before.store.close()
  const after = createRig(folder)
  after.outbox.pump(server)
  await after.clock.advance(29_999)
  expect(after.requests).toEqual([])
  await after.clock.advance(1)
  expect(after.last().what).toBe('message')
})

test('a second prompt goes to the session that the first one begins, also over a restart', async () => {
  const folder = temporaryFolder()
  const before = createRig(folder)
  await before.setLive(false)
  const first = await before.send('first', null)
  await before.send('second', null, first)
  before.store.close()
  const rig = createRig(folder)
  rig.outbox.pump(server)
  await settled()
  expect(rig.asked()).toEqual(['create'])
  expect(rig.stateOf('second')).toBe('waiting-turn')
  await rig.last().answer(ok(begun))
  expect(rig.outbox.items()).toMatchObject([{ session: ses1 }, { session: ses1 }])
  await rig.last().answer(ok(null))
  await rig.last().answer(ok(null))
  expect(rig.asked()).toEqual(['create', 'prompt', 'prompt'])
  expect(rig.outbox.items()).toEqual([])
})

test('a second prompt that is handed in after the first was sent, or before it, goes there too', async () => {
  const rig = createRig()
  const first = await rig.send('first', null)
  await rig.last().answer(ok(begun))
  await rig.last().answer(ok(null))
  await rig.send('late', null, first)
  expect(rig.last()).toMatchObject({ what: 'prompt', session: ses1 })
  await rig.last().answer(ok(null))

  await rig.setLive(false)
  await rig.send('early', null, 'other' as never)
  await rig.send('other', null)
  await rig.setLive(true)
  expect(rig.asked().slice(3)).toEqual(['create'])
  await rig.last().answer(ok(begun))
  expect(rig.outbox.items()).toMatchObject([{ session: ses1 }, { session: ses1 }])
})

test('when the first prompt is taken back or refused the second one begins the session', async () => {
  const rig = createRig()
  await rig.setLive(false)
  const first = await rig.send('first', null)
  await rig.send('second', null, first)
  rig.outbox.withdraw(first)
  await rig.setLive(true)
  await rig.last().answer(ok(begun))
  expect(rig.last()).toMatchObject({ what: 'prompt', session: ses1 })
})

test('a prompt of a server that was removed while it was asked about is not sent', async () => {
  const rig = createRig()
  await rig.send('hello')
  await rig.last().answer(offline)
  await rig.clock.advance(2_000)
  expect(rig.last().what).toBe('message')
  rig.outbox.forgetServer(server)
  await rig.last().answer(fail('not-found', 'no such message'))
  expect(rig.prompts()).toHaveLength(1)
  expect(rig.store.outbox()).toEqual([])
})

test('a prompt comes behind what its session holds, also when our clock was set back', async () => {
  const rig = createRig()
  const message = {
    role: 'user',
    id: messageID(rig.idsAhead().message()),
    session: ses1,
    created: 1,
    agent: null,
    model: null,
    diffs: [],
  } as const
  rig.dispatch({ type: 'message.upsert', message })
  await rig.send('hello')
  expect(rig.last().message > message.id).toBe(true)
})
