import { expect, test } from 'vitest'
import { createRuntimeRig } from '#test/codenomad/runtime-rig'

const idsOf = (path: string) => new URL(path, 'http://server').searchParams
const opened = (rig: Awaited<ReturnType<typeof createRuntimeRig>>) =>
  rig.double.requests().filter(({ path }) => path.startsWith('/api/events'))

test('every ping is answered in the moment it comes, so one stream lasts for minutes', async () => {
  await using rig = await createRuntimeRig()
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  await rig.pass(180_000)
  expect(opened(rig)).toHaveLength(1)
  const pongs = rig.double.requests().filter(({ path }) => path.endsWith('/pong'))
  const openedAt = opened(rig)[0]?.at ?? 0
  expect(pongs.map(({ at }) => at - openedAt)).toEqual(Array.from({ length: 12 }, (_, n) => (n + 1) * 15_000))
  expect(rig.runtime.diagnostics().pong).toEqual({ answered: 12, missed: 0, latencyMs: 0 })
})

test('each attempt has a connection id of its own, all have the same client id', async () => {
  await using rig = await createRuntimeRig()
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  rig.runtime.retry()
  await rig.until(() => opened(rig).length === 2 && rig.runtime.isLive())
  const ids = opened(rig).map(({ path }) => idsOf(path))
  expect(new Set(ids.map((each) => each.get('clientId'))).size).toBe(1)
  expect(new Set(ids.map((each) => each.get('connectionId'))).size).toBe(2)
  await rig.pass(60_000)
  expect(opened(rig)).toHaveLength(2)
})

test('a pong that the server does not know means a dead stream: it is opened again at once', async () => {
  let isLost = false
  await using rig = await createRuntimeRig({
    fetch: async (input, init) =>
      isLost && String(input).endsWith('/pong')
        ? Response.json({ error: 'Client connection not found' }, { status: 404 })
        : fetch(input, init),
  })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  isLost = true
  await rig.pass(16_000)
  isLost = false
  expect(opened(rig)).toHaveLength(2)
  expect(rig.runtime.isLive()).toBe(true)
  expect(rig.runtime.diagnostics().pong).toMatchObject({ answered: 0, missed: 1 })
})

test('a pong that is lost on its way is counted, and the next one keeps the stream', async () => {
  let isLost = false
  await using rig = await createRuntimeRig({
    fetch: (input, init) =>
      isLost && String(input).endsWith('/pong')
        ? Promise.reject(new TypeError('fetch failed'))
        : fetch(input, init),
  })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  isLost = true
  await rig.pass(20_000)
  isLost = false
  await rig.pass(60_000)
  expect(opened(rig)).toHaveLength(1)
  expect(rig.runtime.diagnostics().pong).toMatchObject({ missed: 1, answered: 4 })
})

test('a half-open stream is left after 35 s of silence, and its successor is not hurt by it', async () => {
  await using rig = await createRuntimeRig()
  await rig.open()
  rig.double.faults.halfOpen({ blocked: true })
  await rig.pass(34_000)
  expect(opened(rig)).toHaveLength(1)
  await rig.pass(3_000)
  expect(opened(rig)).toHaveLength(2)
  rig.double.faults.endHalfOpen()
  await rig.pass(30_000)
  expect(opened(rig)).toHaveLength(2)
  expect([rig.runtime.isLive(), rig.run()]).toEqual([true, 'live'])
})

test('without pings the stream is not taken for live', async () => {
  await using rig = await createRuntimeRig()
  rig.double.faults.set({ pings: false })
  rig.connect()
  await rig.until(() => rig.runtime.isLive())
  await rig.pass(36_000)
  expect(opened(rig)).toHaveLength(2)
})

test('what opens and ends hundreds of times a second is caught up with at most once a second', async () => {
  await using rig = await createRuntimeRig()
  await rig.open()
  const id = await rig.workspace()
  const before = rig.asked(/instance\/session\?/)
  rig.double.faults.eofStorm(id, 300)
  for (let n = 0; n < 30; n++) {
    await rig.clock.advance(100)
    await rig.until(() => true)
  }
  await rig.pass(2_000)
  const asked = rig.asked(/instance\/session\?/) - before
  expect(asked).toBeGreaterThanOrEqual(1)
  expect(asked).toBeLessThanOrEqual(6)
  expect(rig.run()).toBe('live')
})
