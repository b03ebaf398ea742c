// A whole worker whose stream is struck while its calls pass: what its person sees meanwhile and after.

import { afterEach, expect, test } from 'vitest'
import type { Notice, Server } from '#contract/model'
import { createClient } from '#test/fault-matrix/client'
import { checkEqualsFresh, checkMarked, type Scene } from '#test/fault-matrix/checks'
import { STORY } from '#test/fault-matrix/story'
import { createOpencodeWorld, DIRECTORY } from '#test/fault-matrix/world'
import { createFaultProxy } from '#test/fault-proxy/fault-proxy'
import type { Fault } from '#test/fault-proxy/faults'
import { createSeededRandom } from '#test/seeded-random'

const SECOND_MS = 1_000
/** Three attempts of ten seconds each, the waits between them, and the first round. */
const POLLED_WITHIN_MS = 35_000
/** The longest wait between two tries while polling, and what a try takes. */
const LIVE_WITHIN_MS = 42_000

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

function createRig() {
  const random = createSeededRandom(7)
  const world = createOpencodeWorld(random)
  const { clock, double } = world
  const session = double.createSession(DIRECTORY, 'Tide clock')
  const asked: string[] = []
  const proxy = createFaultProxy((input, init) => {
    const request = new Request(input, init)
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    return double.fetch(request, init)
  }, clock)
  const client = createClient(world, random, proxy.fetch)
  ends.push(client.killWorker)
  const prompts: string[] = []
  const lost = new Map<string, string>()
  const trouble = {
    strike: () => {},
    heal: async () => proxy.heal(),
    isOn: () => proxy.fault() !== null,
    serverRuns: true,
  }
  const scene: Scene = { world, double, trouble, client, session, prompts, lost }

  const wait = async (ms: number): Promise<void> => {
    for (let waited = 0; waited < ms; waited += SECOND_MS) {
      await clock.advance(Math.min(SECOND_MS, ms - waited))
      await world.settle()
    }
    await client.flush()
  }
  const until = async (limitMs: number, what: string, isTrue: () => boolean): Promise<number> => {
    const began = clock.now()
    await client.flush()
    while (!isTrue()) {
      if (clock.now() - began >= limitMs)
        throw new Error(`Not within ${limitMs} ms: ${what}; it is ${JSON.stringify(connection())}`)
      await wait(SECOND_MS)
    }
    return clock.now() - began
  }
  const connection = () => (client.records()['server double'] as Server | undefined)?.connection
  const is = (state: string) => () => connection()?.state === state
  const notices = () =>
    Object.entries(client.records()).flatMap(([key, value]) =>
      key.startsWith('notice ') ? [(value as Notice).text] : [],
    )
  const begin = async (): Promise<void> => {
    client.start()
    client.show(session)
    await until(5 * SECOND_MS, 'live', is('live'))
  }
  const send = (text: string): void => {
    prompts.push(text)
    client.send(session, text)
  }
  const heal = async (): Promise<number> => {
    proxy.heal()
    return until(LIVE_WITHIN_MS, 'live again', is('live'))
  }
  return {
    ...scene,
    clock,
    prompts,
    scene,
    proxy,
    asked,
    wait,
    until,
    connection,
    is,
    notices,
    begin,
    send,
    heal,
  }
}

/** Each leaves plain calls as they are. */
const STREAM_FAULTS = [
  'buffering',
  'no-content',
  'html',
  'unavailable',
  'clean-close',
  'half-open',
  'cut-in-frame',
  'truncated-json',
] as const satisfies readonly Fault[]

test.for(STREAM_FAULTS)(
  'a stream that meets “%s” is polled, a prompt and its answer go through, and the stream is live again',
  async (fault) => {
    const rig = createRig()
    await rig.begin()
    rig.proxy.strike(fault, 'streams')
    // One that is open and held up is only silent.
    await rig.until(25 * SECOND_MS + POLLED_WITHIN_MS, 'polling', rig.is('polling'))
    expect(rig.notices()).toEqual(['Live updates from Double are off; checking every 15 s.'])

    rig.double.play(rig.session, STORY)
    rig.send('go')
    await rig.until(6 * SECOND_MS, 'the prompt is taken in', () => rig.client.outboxItems().length === 0)
    await rig.until(6 * SECOND_MS, 'the cadence is quick', () => everyMs(rig.connection()) === 2_000)
    let result = rig.double.step(rig.session)
    for (let n = 0; result !== 'idle'; n++) {
      if (result === 'waiting') {
        const [ask = ''] = rig.double.pendingAsks(rig.session)
        await rig.until(6 * SECOND_MS, 'the ask is shown', () => `ask ${ask}` in rig.client.records())
        expect(rig.client.answer(ask)).toBe(true)
        await rig.until(
          3 * SECOND_MS,
          'the answer is there',
          () => !rig.double.pendingAsks(rig.session).length,
        )
      }
      if (n % 3 === 0) await rig.wait(SECOND_MS)
      checkMarked(rig.scene, true)
      result = rig.double.step(rig.session)
    }
    // The whole answer, without a stream.
    await rig.wait(5 * SECOND_MS)
    await checkEqualsFresh(rig.scene)

    await rig.heal()
    await rig.wait(6 * SECOND_MS)
    expect(rig.notices()).toEqual([
      'Live updates from Double are off; checking every 15 s.',
      'Live updates from Double are back.',
    ])
    rig.send('and again')
    await rig.client.flush()
    rig.double.run(rig.session)
    await rig.wait(20 * SECOND_MS)
    await checkEqualsFresh(rig.scene)
  },
)

const everyMs = (connection: Server['connection'] | undefined): number | null =>
  connection?.state === 'polling' ? connection.everyMs : null

test('a stream that comes back in the middle of a text marks what it can’t know, and doubles nothing', async () => {
  const rig = createRig()
  await rig.begin()
  rig.double.play(rig.session, STORY)
  rig.send('go')
  await rig.client.flush()
  while (rig.double.streaming(rig.session).size === 0) rig.double.step(rig.session)
  for (let n = 0; n < 3; n++) rig.double.step(rig.session)
  await rig.client.flush()
  rig.proxy.strike('html', 'streams')
  await rig.until(POLLED_WITHIN_MS, 'polling', rig.is('polling'))
  for (let n = 0; n < 2; n++) rig.double.step(rig.session)
  await rig.wait(4 * SECOND_MS)
  checkMarked(rig.scene, true)
  await rig.heal()
  rig.double.step(rig.session)
  await rig.client.flush()
  checkMarked(rig.scene, true)
  while (rig.double.run(rig.session) === 'waiting') {
    for (const ask of rig.double.pendingAsks(rig.session)) {
      await rig.until(6 * SECOND_MS, 'the ask is shown', () => `ask ${ask}` in rig.client.records())
      rig.client.answer(ask)
      await rig.client.flush()
    }
  }
  await rig.wait(20 * SECOND_MS)
  await checkEqualsFresh(rig.scene)
})

test('where calls fail too it says that it connects, and polls once they are answered', async () => {
  const rig = createRig()
  await rig.begin()
  rig.proxy.strike('rst')
  await rig.wait(60 * SECOND_MS)
  expect(rig.connection()).toMatchObject({ state: 'connecting', reason: 'Nothing answers at that address.' })
  expect(rig.notices()).toEqual([])
  rig.proxy.strike('html', 'streams')
  await rig.until(20 * SECOND_MS, 'polling', rig.is('polling'))
  expect(rig.connection()).toMatchObject({
    reason: 'It answered with a web page where an event stream should be.',
  })
  rig.proxy.strike('rst')
  await rig.until(20 * SECOND_MS, 'connecting', rig.is('connecting'))
  rig.proxy.strike('html', 'streams')
  await rig.until(40 * SECOND_MS, 'polling again', rig.is('polling'))
  // Once for the whole trouble.
  expect(rig.notices()).toEqual(['Live updates from Double are off; checking every 15 s.'])
})

test('what another client does shows within fifteen seconds, and is not said to be done elsewhere', async () => {
  const rig = createRig()
  await rig.begin()
  rig.proxy.strike('html', 'streams')
  await rig.until(POLLED_WITHIN_MS, 'polling', rig.is('polling'))
  await rig.wait(20 * SECOND_MS)
  rig.prompts.push('from another client')
  rig.double.prompt(rig.session, 'from another client')
  rig.double.run(rig.session)
  await rig.wait(15 * SECOND_MS)
  await checkEqualsFresh(rig.scene)
  expect(JSON.stringify(rig.client.records())).not.toContain('"activeElsewhere":true')
})

test('a session that is opened while polling is asked for, also one that was read before', async () => {
  const rig = createRig()
  const other = rig.double.createSession(DIRECTORY, 'Other')
  await rig.begin()
  rig.client.show(other)
  await rig.client.flush()
  rig.proxy.strike('html', 'streams')
  await rig.until(POLLED_WITHIN_MS, 'polling', rig.is('polling'))
  rig.double.prompt(rig.session, 'while nobody looks')
  rig.double.run(rig.session)
  rig.double.play(rig.session, STORY)
  rig.double.prompt(rig.session, 'and one that runs')
  rig.double.step(rig.session)
  await rig.wait(SECOND_MS)
  rig.client.show(rig.session)
  await rig.wait(SECOND_MS)
  const texts = Object.values(rig.client.window.model().texts())
  expect(texts).toEqual(expect.arrayContaining(['while nobody looks', 'and one that runs']))
  expect(everyMs(rig.connection())).toBe(2_000)
})

test('a proxy that ends each stream after its first event makes no noise', async () => {
  const rig = createRig()
  await rig.begin()
  let flaps = 0
  const flap = async (): Promise<void> => {
    if (rig.connection()?.state !== 'live') return
    rig.proxy.strike('clean-close', 'streams')
    rig.proxy.heal()
    flaps++
  }
  for (let n = 0; n < 120; n++) {
    await flap()
    await rig.wait(SECOND_MS)
  }
  expect(flaps).toBeGreaterThan(5)
  expect(rig.notices()).toEqual(['Live updates from Double are off; checking every 15 s.'])
})

test('nothing runs and nobody looks: a server is polled once a minute', async () => {
  const rig = createRig()
  rig.client.start()
  await rig.until(5 * SECOND_MS, 'live', rig.is('live'))
  rig.proxy.strike('html', 'streams')
  await rig.until(POLLED_WITHIN_MS, 'polling', rig.is('polling'))
  expect(rig.connection()).toMatchObject({ everyMs: 60_000 })
  const before = rig.asked.length
  await rig.wait(180 * SECOND_MS)
  const listings = rig.asked.slice(before).filter((call) => call === 'GET /session')
  expect(listings.length).toBeGreaterThanOrEqual(2)
  expect(listings.length).toBeLessThanOrEqual(4)
})

test('a machine that slept polls at once when it wakes', async () => {
  const rig = createRig()
  await rig.begin()
  rig.proxy.strike('html', 'streams')
  await rig.until(POLLED_WITHIN_MS, 'polling', rig.is('polling'))
  rig.prompts.push('while it slept')
  rig.clock.sleep(3_600_000)
  rig.double.prompt(rig.session, 'while it slept')
  rig.double.run(rig.session)
  await rig.wait(3 * SECOND_MS)
  await checkEqualsFresh(rig.scene)
})
