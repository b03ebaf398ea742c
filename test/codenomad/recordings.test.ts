import { expect, test } from 'vitest'
import type { EventReader } from './client.ts'
import { framesOf, isLifecycle, parseFrame, PING, readRecording, shapeOf } from './recording.ts'
import { trueTimings } from './timings.ts'
import { createWorld, type World } from './world.ts'

const lifecycle = (frames: readonly string[]): readonly string[] => frames.filter(isLifecycle).map(shapeOf)

/** Two updates of a process in a row are one: when the first output comes is chance. */
const withoutRepeats = (shapes: readonly string[]): readonly string[] =>
  shapes.filter((shape, index) => shape !== shapes[index - 1] || !shape.includes('background.'))

async function remove({ client }: World, events: EventReader, id: string): Promise<void> {
  expect((await client.call('DELETE', `/api/workspaces/${id}`)).status).toBe(204)
  await events.until('"workspace.stopped"')
}

test('a stream opens with the recorded status and headers', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  const { date: _now, ...headers } = events.headers
  const { date: _then, ...recorded } = readRecording('lifecycle-crash-frozen')[0]?.headers ?? {}
  expect(headers).toEqual(recorded)
  expect(events.status).toBe(200)
})

test.each(['with-pong', 'lifecycle-crash-frozen', 'without-pong'])(
  'every opencode event of %s crosses the bridge in order, byte for byte, however its bytes are cut',
  async (name) => {
    await using world = await createWorld()
    const events = await world.client.openEvents()
    const { id } = await world.open(events)
    const recorded = framesOf(name)
      .map(parseFrame)
      .flatMap(({ type, event }) => (type === 'instance.event' && event ? [event] : []))
      .filter(({ type }) => type !== 'server.connected')
    const before = events.frames().length

    const bytes = Buffer.concat(
      recorded.map(({ directory, ...payload }) => {
        const envelope = directory === undefined ? { payload } : { directory, project: 'p', payload }
        return Buffer.from(`data: ${JSON.stringify(envelope)}\n\n`)
      }),
    )
    const cut = 4_099
    for (let at = 0; at < bytes.length; at += cut) world.upstream.write(bytes.subarray(at, at + cut))
    const mark = { payload: { id: 'evt_end', type: 'end', properties: {} } }
    world.upstream.emit(mark)
    await events.until('"evt_end"')

    const bridged = events
      .frames()
      .slice(before)
      .filter((frame) => parseFrame(frame).type === 'instance.event')
      .slice(0, -1)
    expect(bridged).toHaveLength(recorded.length)
    expect(bridged).toEqual(
      recorded.map((event) => `data: ${JSON.stringify({ type: 'instance.event', instanceId: id, event })}`),
    )
  },
)

test('opening, crash, delete, and an opencode that never answers go as recorded', async () => {
  await using world = await createWorld()
  const { client, clock, double, upstream } = world
  const events = await client.openEvents()
  const create = client.call('POST', '/api/workspaces', { path: '/workspace/demo', name: 'Demo' })
  await events.until('"workspace.created"')
  await clock.advance(trueTimings.startMs)
  const first = JSON.parse((await create).text) as { readonly id: string }
  await events.until('"server.connected"')

  double.faults.exit(first.id, null)
  await remove(world, events, first.id)

  upstream.answerStreams('never')
  const second = client.call('POST', '/api/workspaces', { path: '/workspace/demo' })
  await events.until('"workspace.created"')
  await clock.advance(trueTimings.startMs)
  const { id } = JSON.parse((await second).text) as { readonly id: string }
  await remove(world, events, id)

  upstream.answerStreams('open')
  await world.open(events, '/workspace/uni é')
  const recorded = lifecycle(framesOf('lifecycle-crash-frozen'))
  // The recorder itself was ended in the last step.
  expect(lifecycle(events.frames())).toEqual(recorded.slice(0, -1))
})

test('the bridge meets clean ends, resets and refusals as recorded', async () => {
  await using world = await createWorld()
  const { client, clock, upstream } = world
  const events = await client.openEvents()
  const first = await world.open(events)

  for (let times = 0; times < 3; times += 1) {
    upstream.endStreams()
    await events.until('"server.connected"')
  }
  const retry = async (): Promise<void> => {
    await events.until('"status":"error"')
    await clock.advance(trueTimings.bridgeRetryMs)
  }
  for (let times = 0; times < 2; times += 1) {
    upstream.resetStreams()
    await retry()
    await events.until('"server.connected"')
  }
  upstream.resetStreams()
  upstream.answerStreams(500)
  for (let times = 0; times < 3; times += 1) await retry()
  await events.until('"status":"error"')
  upstream.answerStreams('open')
  await clock.advance(trueTimings.bridgeRetryMs)
  await events.until('"server.connected"')
  const second = await world.open(events)
  await remove(world, events, second.id)
  await remove(world, events, first.id)

  expect(lifecycle(events.frames())).toEqual(lifecycle(framesOf('bridge-reconnect')))
})

test('a delete while starting answers the create with 400, its error after the stop, as recorded', async () => {
  await using world = await createWorld()
  const { client, clock } = world
  const events = await client.openEvents()
  const create = client.call('POST', '/api/workspaces', { path: '/workspace/plain' })
  const created = await events.until('"workspace.created"')
  const { id } = (parseFrame(created) as { readonly workspace: { readonly id: string } }).workspace
  await remove(world, events, id)
  await clock.advance(trueTimings.startMs)
  const { status, headers } = await create
  expect([status, headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8'])
  await events.until('"workspace.error"')

  const recorded = framesOf('delete-while-starting')
  expect(lifecycle(events.frames())).toEqual(lifecycle(recorded))
  const logs = (frames: readonly string[]) =>
    frames.filter((frame) => parseFrame(frame).type === 'workspace.log').map(shapeOf)
  expect(logs(events.frames())).toEqual(logs(recorded))
})

test('deleting a workspace crashes the server only while its background process runs, as recorded', async () => {
  await using world = await createWorld()
  const { client, double } = world
  const events = await client.openEvents()
  const run = async (): Promise<{ readonly id: string; readonly root: string; readonly process: string }> => {
    const { id } = await world.open(events)
    const root = `/workspaces/${id}/plugin/background-processes`
    const answer = await client.call('POST', root, { title: 'bg', command: 'sleep 47' })
    expect(answer.status).toBe(201)
    await events.until('background.process.updated')
    return { id, root, process: (JSON.parse(answer.text) as { readonly id: string }).id }
  }
  const first = await run()
  expect((await client.call('POST', `${first.root}/${first.process}/terminate`)).status).toBe(204)
  await remove(world, events, first.id)

  const second = await run()
  const deleted = client.begin('DELETE', `/api/workspaces/${second.id}`)
  await events.until('"workspace.stopped"')
  await world.clock.advance(trueTimings.crashMs)
  expect(await deleted.answered).toBe(null)
  expect(await events.ended).toBe('reset')
  const recorded = framesOf('server-crash-on-delete')
  expect(withoutRepeats(lifecycle(events.frames()))).toEqual(withoutRepeats(lifecycle(recorded)))
  expect(await client.begin('GET', '/api/auth/status').answered).toBe(null)

  await double.restart()
  expect((await client.call('GET', '/api/workspaces')).status).toBe(401)
})

test('preferences and histories change as recorded, frame for frame', async () => {
  await using world = await createWorld()
  const { client } = world
  const events = await client.openEvents()
  const { id } = await world.open(events, '/workspace/demo')
  const before = events.frames().length
  const settings = { a: 1, b: null }
  await client.call('PATCH', '/api/storage/config/ui', { theme: 'dark', settings })
  const recentFolders = [{ path: '/workspace/demo', lastAccessed: 1 }]
  await client.call('PATCH', '/api/storage/state/ui', { recentFolders })
  await client.call('PATCH', '/api/storage/state', { ui: {} })
  await client.call('PUT', `/api/storage/instances/${id}`, { messageHistory: ['a'] })
  await client.call('DELETE', `/api/storage/instances/${id}`)
  await events.until('"messageHistory":[]')

  const isStored = (frame: string): boolean => /"(storage|instance\.dataChanged)/.test(frame)
  const recorded = framesOf('side-events')
    .filter((frame) => isStored(frame) && !frame.includes('sidecars'))
    .map((frame) => frame.replace('mwovfom3', id))
  const stored = events
    .frames()
    .slice(before)
    .filter((frame) => isStored(frame))
  expect(stored).toEqual(recorded)
})

test('pings come every 15 s of their own connection, and pongs keep it open as long as recorded', async () => {
  await using world = await createWorld()
  const { client, clock } = world
  await clock.advance(2_345)
  const opened = clock.now()
  const events = await client.openEvents()
  const pings = readRecording('with-pong').filter(({ frame }) => frame?.includes(PING))
  for (const [index, { t }] of pings.entries()) {
    await clock.advance(trueTimings.pingMs)
    const ping = await events.until(PING)
    const { ts } = JSON.parse(ping.split('data: ')[1] ?? '') as { readonly ts: number }
    expect(ts - opened).toBe((index + 1) * trueTimings.pingMs)
    expect(Math.abs(t - (ts - opened))).toBeLessThan(100)
    expect((await client.pong(events)).status).toBe(204)
  }
  await clock.advance(15_000)
  expect(world.double.connections()).toHaveLength(1)
})

test('without pongs a stream ends cleanly 45 to 50 s after its opening, after the third ping, as recorded', async () => {
  await using world = await createWorld()
  const { client, clock } = world
  await clock.advance(2_345)
  const events = await client.openEvents()
  await clock.advance(45_000)
  expect(world.double.connections()).toHaveLength(1)
  await clock.advance(5_000)
  expect(await events.ended).toBe('eof')

  const recorded = readRecording('without-pong')
  const end = recorded.at(-1)
  expect(end?.end).toBe('server EOF')
  expect(end?.t).toSatisfy((t: number) => t > 45_000 && t < 50_100)
  const pings = (frames: readonly string[]) => frames.filter((frame) => frame.includes(PING)).length
  expect(pings(events.frames())).toBe(pings(framesOf('without-pong')))
})

test('ids used twice end both streams cleanly, as recorded, and the third lives', async () => {
  await using world = await createWorld()
  const ids = { clientId: 'a', connectionId: 'b' }
  const first = await world.client.openEvents(ids)
  const second = await world.client.openEvents(ids)
  expect([second.status, await first.ended, await second.ended]).toEqual([200, 'eof', 'eof'])
  expect(['dup-first', 'dup-second'].map((name) => readRecording(name).at(-1)?.end)).toEqual([
    'server EOF',
    'server EOF',
  ])
  const third = await world.client.openEvents(ids)
  world.double.emit({ type: 'hello' })
  await third.until('hello')
})
