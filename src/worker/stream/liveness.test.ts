// When a stream is taken for dead, and what makes it be tried again before its wait is over.

import { expect, test } from 'vitest'
import { fail, ok, type Result } from '#contract/result'
import { settled } from '#test/manual-clock'
import { createStreamRig, SILENCE_MS } from '#test/stream-rig'

const HOUR_MS = 3_600_000
/** A clock that jumped is seen within one look and the second one after it. */
const NOTICED_MS = 2_200

test('after a sleep longer than the silence limit the stream is opened again at once', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  await rig.clock.advance(3_000)
  rig.clock.sleep(HOUR_MS)
  // And the first step of the backoff.
  await rig.clock.advance(NOTICED_MS + 250)
  expect(rig.server.connections.map((connection) => connection.isAborted())).toEqual([true, false])
  expect(rig.last()).toMatchObject({ state: 'connecting', reason: 'The stream fell silent.' })
  await rig.open()
  expect(rig.told).toEqual(['open', 'cut', 'open'])
})

test('a stream that goes on after a sleep, as one of this machine does, is not cut', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  await rig.clock.advance(1_900)
  rig.clock.sleep(HOUR_MS)
  // The timer is due before the socket is read.
  await rig.clock.advance(100)
  rig.server.latest().event('still here')
  await rig.clock.advance(SILENCE_MS - 1)
  expect(rig.told).toEqual(['open', '"still here"'])
})

test('a sleep shorter than the silence limit cuts nothing, and still counts as silence', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  rig.clock.sleep(SILENCE_MS - 5_000)
  await rig.clock.advance(4_000)
  expect(rig.state()).toBe('live')
  await rig.clock.advance(1_200)
  expect(rig.told).toEqual(['open', 'cut'])
})

test('a wait and a connect limit end in a sleep too', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.clock.sleep(HOUR_MS)
  await rig.clock.advance(NOTICED_MS)
  expect(rig.last()).toMatchObject({ reason: 'The server did not answer.' })
  await rig.clock.advance(rig.waitMs())
  rig.server.latest().answer(503, '', { 'retry-after': '60' })
  await settled()
  expect(rig.waitMs()).toBe(60_000)
  rig.clock.sleep(HOUR_MS)
  await rig.clock.advance(NOTICED_MS)
  expect(rig.server.connections).toHaveLength(3)
})

test('a wall clock that is set back holds no limit up', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  rig.clock.sleep(-HOUR_MS)
  await rig.clock.advance(SILENCE_MS + NOTICED_MS)
  expect(rig.told).toEqual(['open', 'cut'])
})

test('a network that is back or a machine that wakes ends a wait, and leaves a live stream alone', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().answer(503, '', { 'retry-after': '60' })
  await settled()
  rig.stream.nudge()
  expect(rig.server.connections).toHaveLength(2)
  await rig.open()
  rig.stream.nudge()
  await settled()
  expect(rig.server.connections).toHaveLength(2)
  expect(rig.told).toEqual(['open'])
})

test('after a wake or a change of network a live stream has half its silence limit to prove itself', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  await rig.clock.advance(10_000)
  rig.stream.nudge()
  await rig.clock.advance(2_000)
  rig.server.latest().event('well')
  await rig.clock.advance(SILENCE_MS - 1_000)
  expect(rig.told).toEqual(['open', '"well"'])

  rig.server.latest().send(':\n')
  await settled()
  rig.clock.sleep(20_000)
  rig.stream.nudge()
  await rig.clock.advance(499)
  expect(rig.state()).toBe('live')
  await rig.clock.advance(1)
  expect(rig.last()).toMatchObject({ state: 'connecting', reason: 'The stream fell silent.' })
})

test('an attempt that hangs on the network of before is left for a new one', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.stream.nudge()
  expect(rig.server.connections.map((connection) => connection.isAborted())).toEqual([true, false])
})

test('one that wants a password asks again for a person only', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().answer(403)
  await settled()
  rig.stream.nudge()
  rig.clock.sleep(HOUR_MS)
  await rig.clock.advance(HOUR_MS)
  expect(rig.server.connections).toHaveLength(1)
  expect(rig.last()).toMatchObject({
    state: 'unauthorized',
    reason: 'The server wants another user name or password.',
  })
  rig.stream.retryNow()
  expect(rig.server.connections).toHaveLength(2)
})

test('where a server speaks first, headers alone are no live stream', async () => {
  const rig = createStreamRig({ speaksFirst: true })
  rig.stream.start()
  await rig.open()
  expect(rig.state()).toBe('connecting')
  // Half an event is nothing that can be read yet.
  rig.server.latest().send('data: {"type":')
  await rig.clock.advance(9_999)
  expect(rig.state()).toBe('connecting')
  rig.server.latest().send('"server.connected"}\n\n')
  await settled()
  expect(rig.told).toEqual(['open', '{"type":"server.connected"}'])

  const mute = createStreamRig({ speaksFirst: true })
  mute.stream.start()
  await mute.open()
  await mute.clock.advance(10_000)
  expect(mute.last()).toMatchObject({
    state: 'connecting',
    reason: 'The stream opened and nothing came: something on the way may hold it back.',
  })
  expect(mute.told).toEqual([])
})

test('after a stream that never said a word the next one is live with its first word, not before', async () => {
  const rig = createStreamRig({ firstWordMs: 20_000 })
  rig.stream.start()
  await rig.open()
  expect(rig.state()).toBe('live')
  await rig.clock.advance(SILENCE_MS)
  await rig.clock.advance(rig.waitMs())
  await rig.open()
  await rig.clock.advance(19_999)
  expect(rig.state()).toBe('connecting')
  await rig.clock.advance(1)
  expect(rig.last()).toMatchObject({
    attempt: 3,
    reason: 'The stream opened and nothing came: something on the way may hold it back.',
  })
  await rig.clock.advance(rig.waitMs())
  await rig.open()
  expect(rig.state()).toBe('connecting')
  rig.server.latest().send('data: ping\n\n')
  await settled()
  expect(rig.told).toEqual(['open', 'cut', 'open', 'ping'])
  await rig.clock.advance(SILENCE_MS)
  await rig.clock.advance(rig.waitMs())
  await rig.open()
  expect(rig.state()).toBe('live')
})

test('an event that would not end is cut at 64 MiB, marked as a cut, and the stream opened again', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  const mebibyte = 'x'.repeat(1024 * 1024)
  rig.server.latest().send('data: ')
  for (let n = 0; n < 65 && rig.state() === 'live'; n++) {
    rig.server.latest().send(mebibyte)
    await settled()
  }
  expect(rig.last()).toMatchObject({ state: 'connecting', reason: 'One event was larger than 64 MiB.' })
  await rig.clock.advance(rig.waitMs())
  await rig.open()
  expect(rig.told).toEqual(['open', 'cut', 'open'])
})

test('a server that asks for no pause at all is not asked without one', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  for (const step of [250, 500, 1_000]) {
    rig.server.latest().answer(503, '', { 'retry-after': '0' })
    await settled()
    expect(rig.waitMs()).toBe(step)
    await rig.clock.advance(step)
  }
})

test('a pause of an hour is asked about after a minute', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().answer(429, '', { 'retry-after': '3600' })
  await settled()
  expect(rig.waitMs()).toBe(60_000)
})

test('a stream that opens and brings nothing more is no good stretch, however long it is held', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  const waits: number[] = []
  for (let n = 0; n < 4; n++) {
    await rig.open()
    await rig.clock.advance(SILENCE_MS)
    waits.push(rig.waitMs())
    await rig.clock.advance(rig.waitMs())
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000])
})

test('credentials that can be renewed are renewed once, and not again before the stream was open', async () => {
  const rig = createStreamRig({ mayRenew: true })
  rig.stream.start()
  rig.server.latest().answer(401)
  await settled()
  expect(rig.server.connections).toHaveLength(2)
  await rig.open()
  rig.server.latest().close()
  await settled()
  await rig.clock.advance(rig.waitMs())
  rig.server.latest().answer(401)
  await settled()
  expect(rig.state()).toBe('connecting')
  rig.server.latest().answer(401)
  await rig.clock.advance(HOUR_MS)
  expect(rig.state()).toBe('unauthorized')
  expect(rig.server.connections).toHaveLength(4)
  expect(rig.disposed()).toBe(4)
})

test('a sign-in that an attempt needs first is refused, fails, or is too late', async () => {
  const answers: ((answer: Result<null>) => void)[] = []
  const prepare = (): Promise<Result<null>> => new Promise((resolve) => answers.push(resolve))
  const rig = createStreamRig({ prepare })
  rig.stream.start()
  answers[0]?.(fail('offline', 'The server can’t be reached.'))
  await settled()
  expect(rig.last()).toMatchObject({ state: 'connecting', reason: 'The server can’t be reached.' })
  await rig.clock.advance(rig.waitMs())
  rig.stream.retryNow()
  answers[1]?.(ok(null))
  await settled()
  expect(rig.server.connections).toHaveLength(0)
  answers[2]?.(fail('unauthorized', 'The password is not right.'))
  await rig.clock.advance(HOUR_MS)
  expect(rig.last()).toMatchObject({ state: 'unauthorized', reason: 'The password is not right.' })
  expect(answers).toHaveLength(3)
})
