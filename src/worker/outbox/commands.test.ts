import { expect, test } from 'vitest'
import { askID } from '#contract/ids'
import type { Session } from '#contract/model'
import { fail, ok } from '#contract/result'
import { temporaryFolder } from '#test/journal'
import { settled } from '#test/manual-clock'
import { createRig, server, ses1 } from '#test/outbox-rig'

const offline = fail('offline', 'The server can’t be reached.')
const ref = { server, session: ses1 }
const once = { type: 'permission', ask: askID('per_1'), reply: 'once', message: '' } as const
const session = (title: string) => ({ id: ses1, server, directory: '/p', title }) as Session

type Rig = ReturnType<typeof createRig>
const reply = async (rig: Rig, command: Parameters<Rig['outbox']['reply']>[1] = once) => {
  const answer = rig.outbox.reply(ref, command)
  await settled()
  return answer
}
const rename = async (rig: Rig, title: string) => {
  rig.outbox.rename(ref, title)
  await settled()
}
const states = (rig: Rig) => rig.outbox.commands().map(({ state }) => state.type)

test('an answer goes at once past prompts that wait for the very turn that waits for it', async () => {
  const rig = createRig()
  await rig.busy()
  await rig.send('later')
  await reply(rig)
  expect(rig.asked()).toEqual(['reply'])
  await rig.last().answer(ok(null))
  expect(rig.outbox.commands()).toEqual([])
  expect(rig.stateOf('later')).toBe('waiting-turn')
})

test('an answer given while the server is away waits, goes once it is back, and can be taken back before', async () => {
  const rig = createRig()
  await rig.setLive(false)
  await reply(rig)
  await reply(rig, { type: 'reject-question', ask: askID('que_1') })
  expect(states(rig)).toEqual(['waiting-server', 'waiting-server'])
  const [, second] = rig.outbox.commands()
  expect(rig.outbox.withdrawCommand(second?.id ?? ('' as never))).toEqual(ok(null))
  await rig.setLive(true)
  expect(rig.requests).toMatchObject([{ what: 'reply', message: 'per_1' }])
  const [sending] = rig.outbox.commands()
  expect(rig.outbox.withdrawCommand(sending?.id ?? ('' as never))).toMatchObject({
    error: { code: 'conflict' },
  })
})

test('an answer that was given elsewhere meanwhile is confirmed, by the server’s word or by the ask’s end', async () => {
  const rig = createRig()
  await reply(rig)
  await rig.last().answer(fail('not-found', 'no such request'))
  expect(rig.outbox.commands()).toEqual([])

  const ask = {
    kind: 'question',
    id: askID('que_1'),
    session: ses1,
    asked: 1,
    questions: [],
    tool: null,
  } as const
  rig.dispatch({ type: 'ask.upsert', ask })
  await rig.setLive(false)
  await reply(rig, { type: 'question', ask: ask.id, answers: [['Blue']] })
  rig.dispatch({ type: 'ask.settled', ask: ask.id, session: ses1, reply: 'answered' })
  expect(rig.outbox.commands()).toEqual([])
  await rig.setLive(true)
  expect(rig.requests).toHaveLength(1)
  expect(rig.outbox.counters(server)).toMatchObject({ confirmed: 2 })
})

test('an answer whose fate is not known is sent again, also by the next life of the worker', async () => {
  const folder = temporaryFolder()
  const before = createRig(folder)
  await reply(before)
  await before.last().answer(offline)
  expect(states(before)).toEqual(['waiting-server'])
  await before.clock.advance(2_000)
  expect(before.requests).toHaveLength(2)
  before.store.close()
  const after = createRig(folder)
  after.outbox.pump(server)
  await settled()
  expect(after.requests).toMatchObject([{ what: 'reply', message: 'per_1' }])
})

test('an ask is answered once: a second answer is refused until the first has failed', async () => {
  const rig = createRig()
  await reply(rig)
  expect(await reply(rig)).toMatchObject({ ok: false, error: { code: 'conflict' } })
  await rig.last().answer(fail('bad-request', 'No such label.'))
  expect(rig.outbox.commands()).toMatchObject([{ state: { type: 'failed', message: 'No such label.' } }])
  expect(rig.store.commands()).toEqual([])
  expect(await reply(rig)).toEqual(ok(null))
  expect(states(rig)).toEqual(['sending'])
})

test('an answer to a server that is too busy is given again when it said', async () => {
  const rig = createRig()
  await reply(rig)
  await rig.last().answer({ ok: false, error: { code: 'busy', message: 'Too busy.', retryAfterMs: 5_000 } })
  expect(states(rig)).toEqual(['waiting-retry'])
  await rig.clock.advance(5_000)
  expect(rig.asked()).toEqual(['reply', 'reply'])
})

test('a clock that is set back does not hold an answer up', async () => {
  const rig = createRig()
  await reply(rig)
  await rig.last().answer({ ok: false, error: { code: 'busy', message: 'Too busy.', retryAfterMs: 5_000 } })
  rig.clock.sleep(-3_600_000)
  await rig.clock.advance(5_000)
  expect(rig.asked()).toEqual(['reply', 'reply'])
})

test('of several titles the last one wins, and one on its way does not overtake it', async () => {
  const rig = createRig()
  await rename(rig, 'First')
  await rename(rig, 'Second')
  await rename(rig, 'Third')
  expect(rig.requests).toMatchObject([{ what: 'rename', message: 'First' }])
  await rig.last().answer(ok(null))
  await rig.last().answer(ok(session('First')))
  expect(rig.last()).toMatchObject({ what: 'rename', message: 'Third' })
  await rig.last().answer(ok(null))
  await rig.last().answer(ok(session('Third')))
  expect(rig.outbox.commands()).toEqual([])
  expect(rig.state.sessions.get(ses1)?.session?.title).toBe('Third')
})

test('a title that the stream has brought is confirmed, whatever becomes of its request', async () => {
  const rig = createRig()
  await rename(rig, 'New')
  rig.dispatch({ type: 'session.upsert', session: session('New') })
  expect(rig.outbox.commands()).toEqual([])
  await rig.last().answer(offline)
  await rig.clock.advance(10_000)
  expect(rig.requests).toHaveLength(1)
})

test('a title that is refused is said, and is no longer wanted', async () => {
  const rig = createRig()
  await rename(rig, 'Bad')
  await rig.last().answer(fail('bad-request', 'Too long.'))
  expect(rig.said).toEqual(['The session was not renamed to “Bad”: Too long.'])
  expect(rig.outbox.commands()).toEqual([])
})
