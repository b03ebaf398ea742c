import { expect, test } from 'vitest'
import { systemClock } from '../../src/worker/clock.ts'
import { parseFrame, PING } from './recording.ts'
import { scaledTimings, trueTimings } from './timings.ts'
import { createWorld } from './world.ts'

const SILENCE_MS = trueTimings.staleMs + trueTimings.sweepMs

test('every client gets every event, without any first frame', async () => {
  await using world = await createWorld()
  const streams = [await world.client.openEvents(), await world.client.openEvents({ clientId: 'other' })]
  world.double.emit({ type: 'hello', n: 1 })
  for (const stream of streams) {
    await stream.until('hello')
    expect(stream.frames()).toEqual(['data: {"type":"hello","n":1}'])
  }
})

test('a client that stops reading gets all of it later, in order, and slows nobody', async () => {
  await using world = await createWorld()
  const slow = await world.client.openEvents()
  const quick = await world.client.openEvents()
  slow.pause()
  const padding = 'x'.repeat(500)
  const count = 10_000
  for (let n = 1; n <= count; n += 1) world.double.emit({ type: 'hello', n, padding })
  const isLast = `"n":${count},`
  await quick.until(isLast)
  expect(slow.frames().length).toBeLessThan(count)
  slow.resume()
  await slow.until(isLast)
  expect(slow.frames()).toEqual(quick.frames())
})

test('one pong at 30 s moves the end to 75–80 s', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  await world.clock.advance(30_000)
  await world.client.pong(events)
  await world.clock.advance(45_000)
  expect(world.double.connections()).toHaveLength(1)
  await world.clock.advance(5_000)
  expect(await events.ended).toBe('eof')
  expect((await world.client.pong(events)).status).toBe(404)
})

test('ids joined alike are the same connection', async () => {
  await using world = await createWorld()
  const first = await world.client.openEvents({ clientId: 'a:b', connectionId: 'c' })
  const second = await world.client.openEvents({ clientId: 'a', connectionId: 'b:c' })
  expect([await first.ended, await second.ended]).toEqual(['eof', 'eof'])
})

test('ids are fine again once the server has seen the close', async () => {
  await using world = await createWorld()
  const ids = { clientId: 'a', connectionId: 'b' }
  const first = await world.client.openEvents(ids)
  first.close()
  await expect.poll(() => world.double.connections()).toEqual([])
  const second = await world.client.openEvents(ids)
  world.double.emit({ type: 'hello' })
  await second.until('hello')
})

test('a half-open stream is silent, holds its entry until the sweep, and its client sees no end', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents({ clientId: 'lost' })
  let end = 'none'
  void events.ended.then((how) => (end = how))
  world.double.faults.halfOpen()
  world.double.emit({ type: 'hello' })
  await world.clock.advance(trueTimings.staleMs)
  expect(world.double.connections()).toHaveLength(1)
  await world.clock.advance(trueTimings.sweepMs)
  await expect.poll(() => world.double.connections()).toEqual([])
  await world.settle()
  expect([end, events.frames()]).toEqual(['none', []])
})

test('a client that gives up on a half-open stream is not heard: its entry stays', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  world.double.faults.halfOpen()
  events.close()
  await events.ended
  await world.settle()
  expect(world.double.connections()).toHaveLength(1)
})

test('the ids of a half-open stream end the stream that uses them again, at once or when its socket dies', async () => {
  await using world = await createWorld()
  const ids = { clientId: 'a', connectionId: 'b' }
  await world.client.openEvents(ids)
  world.double.faults.halfOpen()
  expect(await (await world.client.openEvents(ids)).ended).toBe('eof')

  await world.client.openEvents(ids)
  world.double.faults.halfOpen({ blocked: true })
  const next = await world.client.openEvents(ids)
  world.double.emit({ type: 'hello' })
  await next.until('hello')
  world.double.faults.endHalfOpen()
  expect(await next.ended).toBe('eof')
})

test('without pings a stream that does not pong by itself ends', async () => {
  await using world = await createWorld()
  world.double.faults.set({ pings: false })
  const events = await world.client.openEvents()
  await world.clock.advance(SILENCE_MS)
  expect(await events.ended).toBe('eof')
  expect(events.frames()).toEqual([])
})

test('SIGTERM says so for each bridge, then ends streams cleanly', async () => {
  const world = await createWorld()
  const events = await world.client.openEvents()
  const { id } = await world.open(events)
  await world.double.close()
  expect(await events.ended).toBe('eof')
  const last = events.frames().at(-1) ?? ''
  expect(parseFrame(last)).toEqual({ type: 'instance.eventStatus', instanceId: id, status: 'disconnected' })
  await world.upstream.close()
})

test('a crash resets every stream; after a restart on the same address nothing is known', async () => {
  await using world = await createWorld()
  const { client, double } = world
  const events = await client.openEvents()
  await world.open(events)
  await client.call('PATCH', '/api/storage/config/mine', { kept: true })
  await double.faults.crash()
  expect(await events.ended).toBe('reset')
  await double.restart()
  expect((await client.call('GET', '/api/workspaces')).status).toBe(401)
  await client.signIn('correct horse')
  expect((await client.call('GET', '/api/workspaces')).text).toBe('[]')
  expect((await client.call('GET', '/api/storage/config/mine')).text).toBe('{"kept":true}')
})

test('a bridge whose upstream keeps ending reconnects at once, without a word and without time passing', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  const { id } = await world.open(events)
  const before = events.frames().length
  world.double.faults.eofStorm(id, 50)
  for (let times = 0; times < 50; times += 1) await events.until('"server.connected"')
  const statuses = events
    .frames()
    .slice(before)
    .map(parseFrame)
    .filter(({ type }) => type === 'instance.eventStatus')
  expect(statuses.filter(({ status }) => status === 'connecting')).toHaveLength(50)
  expect(statuses.filter(({ status }) => status === 'error')).toEqual([])
  // It has settled: events come once again.
  world.upstream.emit({ payload: { id: 'evt_x', type: 'after', properties: {} } })
  await events.until('evt_x')
})

test('a frozen opencode changes no status; what it said comes in order after it wakes', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  const { id } = await world.open(events)
  const before = events.frames().length
  world.double.faults.freeze(id)
  world.upstream.emit({ payload: { id: 'evt_a', type: 'a', properties: {} } })
  const waiting = world.client.begin('GET', `/workspaces/${id}/worktrees/root/instance/session`)
  world.upstream.emit({ payload: { id: 'evt_b', type: 'b', properties: {} } })
  await expect.poll(() => world.double.usedSlots(id)).toBe(1)
  await world.settle()
  expect(events.frames()).toHaveLength(before)
  world.double.faults.thaw(id)
  await events.until('evt_a')
  await events.until('evt_b')
  expect(await waiting.answered).toBe(200)
})

test('a frozen opencode is deleted only after 2 s', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  const { id } = await world.open(events)
  world.double.faults.freeze(id)
  const hung = world.client.begin('GET', `/workspaces/${id}/worktrees/root/instance/session`)
  await expect.poll(() => world.double.usedSlots(id)).toBe(1)
  const deleted = world.client.call('DELETE', `/api/workspaces/${id}`)
  await expect.poll(() => world.double.requests().at(-1)?.method).toBe('DELETE')
  await world.settle()
  expect(events.frames().at(-1)).not.toContain('workspace.stopped')
  await world.clock.advance(trueTimings.killMs)
  expect((await deleted).status).toBe(204)
  await events.until('"workspace.stopped"')
  expect(await hung.answered).toBe(502)
})

test('on a real clock the same happens in a hundredth of the time', async () => {
  await using world = await createWorld({ clock: systemClock, timings: scaledTimings(1 / 100) })
  const events = await world.client.openEvents()
  await events.until(PING)
  expect(await events.ended).toBe('eof')
})
