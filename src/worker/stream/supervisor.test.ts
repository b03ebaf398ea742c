import { expect, test } from 'vitest'
import { settled } from '#test/manual-clock'
import { createStreamRig, SILENCE_MS } from '#test/stream-rig'

test('it connects, is live, and passes events on in order', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  expect(rig.state()).toBe('connecting')
  expect(rig.server.latest().headers.get('authorization')).toBe('x')
  await rig.open()
  expect(rig.state()).toBe('live')
  rig.server.latest().send('data: 1\n\nda')
  rig.server.latest().send('ta: 2\n\n')
  await settled()
  expect(rig.told).toEqual(['open', '1', '2'])
})

test('silence is a dead stream: it is cut and opened again', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  await rig.clock.advance(SILENCE_MS - 1)
  expect(rig.state()).toBe('live')
  await rig.clock.advance(1)
  expect(rig.server.latest().isAborted()).toBe(true)
  expect(rig.states.at(-1)).toMatchObject({ state: 'connecting', reason: 'The stream fell silent.' })
  await rig.clock.advance(500)
  await rig.open()
  expect(rig.told).toEqual(['open', 'cut', 'open'])
})

test('any byte keeps it alive, a comment’s too', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  for (let n = 0; n < 5; n++) {
    await rig.clock.advance(SILENCE_MS - 1_000)
    rig.server.latest().send(':\n')
    await settled()
  }
  expect(rig.state()).toBe('live')
})

test('a server that never answers is given up after ten seconds', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.clock.advance(10_000)
  expect(rig.states.at(-1)).toMatchObject({ state: 'connecting', reason: 'The server did not answer.' })
})

test('a wrong password stops it until someone tries again', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().answer(401)
  await rig.clock.advance(600_000)
  expect(rig.state()).toBe('unauthorized')
  expect(rig.server.connections).toHaveLength(1)
  rig.stream.retryNow()
  await rig.open()
  expect(rig.state()).toBe('live')
})

test('a page that answers 200 is no stream', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().answer(200, '<html>', { 'content-type': 'text/html' })
  await settled()
  expect(rig.told).toEqual([])
  expect(rig.states.at(-1)).toMatchObject({
    state: 'connecting',
    reason: 'It answered with a web page where an event stream should be.',
  })
})

test('a server that is busy is asked again when it says', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().answer(503, '', { 'retry-after': '7' })
  await rig.clock.advance(6_999)
  expect(rig.states.at(-1)).toMatchObject({ state: 'connecting', reason: 'The server answered 503.' })
  expect(rig.server.connections).toHaveLength(1)
  await rig.clock.advance(1)
  expect(rig.server.connections).toHaveLength(2)
})

test('it says when it will try again, waits longer each time, and starts anew after a good stretch', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  const waits: number[] = []
  const failOnce = async (): Promise<void> => {
    rig.server.latest().fail('ECONNREFUSED')
    await settled()
    const state = rig.states.at(-1)
    if (state?.state !== 'connecting' || state.nextAt === null) throw new Error('no time said')
    waits.push(state.nextAt - rig.clock.now())
    await rig.clock.advance(state.nextAt - rig.clock.now())
  }
  for (let n = 0; n < 8; n++) await failOnce()
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  expect(rig.states.at(-1)).toMatchObject({ reason: 'Nothing answers at that address.' })
  await rig.open()
  await rig.clock.advance(5_000)
  rig.server.latest().send(':\n')
  await failOnce()
  expect(waits.at(-1)).toBe(250)
})

test('trying now ends the wait, and the old attempt can’t disturb the new one', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  const old = rig.server.latest()
  rig.stream.retryNow()
  await rig.open()
  const told = [...rig.told]
  const states = rig.states.length
  old.event('late')
  old.close()
  await rig.clock.advance(1_000)
  expect(rig.told).toEqual(told)
  expect(rig.states).toHaveLength(states)
  expect(rig.server.connections).toHaveLength(2)
})

test('leaving a live stream for a new try says that it was cut', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  rig.stream.retryNow()
  await rig.open()
  expect(rig.told).toEqual(['open', 'cut', 'open'])
})

test('a stream that can’t be trusted is left and opened again, each time a little later', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  const waits: number[] = []
  for (let n = 0; n < 3; n++) {
    await rig.open()
    rig.server.latest().event('on its way')
    rig.stream.distrust('It made no sense.')
    const state = rig.states.at(-1)
    if (state?.state !== 'connecting' || state.nextAt === null) throw new Error('no time said')
    expect(state.reason).toBe('It made no sense.')
    waits.push(state.nextAt - rig.clock.now())
    await rig.clock.advance(state.nextAt - rig.clock.now())
  }
  expect(waits).toEqual([250, 500, 1_000])
  expect(rig.told).toEqual(['open', 'cut', 'open', 'cut', 'open', 'cut'])
})

test('after a stop nothing is said and nothing is tried', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  await rig.open()
  const [told, states] = [rig.told.length, rig.states.length]
  const connection = rig.server.latest()
  connection.event('on its way')
  rig.stream.stop()
  connection.close()
  await rig.clock.advance(600_000)
  expect(rig.told).toHaveLength(told)
  expect(rig.states).toHaveLength(states)
  expect(connection.isAborted()).toBe(true)
  expect(rig.clock.waiting()).toBe(0)
})

test('a stop while it waits to try again ends the wait', async () => {
  const rig = createStreamRig()
  rig.stream.start()
  rig.server.latest().fail('ECONNRESET')
  await settled()
  rig.stream.stop()
  await rig.clock.advance(600_000)
  expect(rig.server.connections).toHaveLength(1)
})
