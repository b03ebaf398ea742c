// One cell played from its beginning to its end, every choice taken from the seed.

import { expect } from 'vitest'
import { createSeededRandom } from '#test/seeded-random'
import { createFaultProxy, type Hold, type Scope } from '../fault-proxy/fault-proxy.ts'
import type { OpencodeDouble } from '../opencode-double/double.ts'
import type { StepResult } from '../opencode-double/turns.ts'
import { checkAsks, checkEqualsFresh, checkMarked, isAnythingMarked, type Scene } from './checks.ts'
import { createClient } from './client.ts'
import { isByteFault, type Cell, type Phase } from './cells.ts'
import { SECOND_STORY, STORY } from './story.ts'
import { createOwnClock, createTrouble } from './trouble.ts'
import { withoutStream } from './without-stream.ts'
import { createWorld, DIRECTORY, type World } from './world.ts'

/** Silence limit, connect limit and the longest wait between two tries (while polling 30 s), and a little. */
const RECOVERY_MS = 70_000
/** Three attempts before polling begins, each as long as a server may be mute, and a little. */
const POLLED_MS = 100_000
/** A call that hangs is given up after 60 s; what depends on it is tried again after that. */
const PATIENCE_MS = 180_000
/** Longer than any refresh. */
const REST_MS = 32_000
const SECOND_MS = 1_000
/** How long outages last: short, felt, longer than the silence limit, longer than a call's limit. */
const OUTAGES_MS = [0, 2_000, 12_000, 40_000, 70_000] as const
const MAX_STEPS_IN_OUTAGE = 30
/** A first cut before the one that strikes the catch-up. */
const FIRST_CUT_MS = 3_000

export async function playCell(cell: Cell, seed: number): Promise<void> {
  const random = createSeededRandom(seed)
  const world = await createWorld(cell.backend, random)
  try {
    await playIn(world, cell, random)
  } finally {
    await world.close()
  }
}

async function playIn(world: World, cell: Cell, random: () => number): Promise<void> {
  const { clock, double } = world
  const below = (limit: number): number => Math.floor(random() * limit)
  const session = double.createSession(DIRECTORY, 'Tide clock 潮')
  const proxy = createFaultProxy(world.fetch, clock)
  // A server may answer its health check and then not let anybody listen.
  const isHealthStruck = random() < 0.3
  const network: typeof fetch = (input, init) =>
    !isHealthStruck && new Request(input).url.endsWith('/global/health')
      ? world.fetch(input, init)
      : proxy.fetch(input, init)
  const ownClock = createOwnClock(clock)
  const obstacle = cell.transport === 'polling' ? withoutStream(network, random) : null
  const client = createClient(world, random, obstacle?.fetch ?? network, ownClock)
  const trouble = createTrouble({ world, ownClock, random, proxy, client }, cell.fault)
  let isPolled = obstacle !== null
  const prompts = ['before anyone listened']
  const lost = new Map<string, string>()
  const scene: Scene = { world, double, trouble, client, session, prompts, lost }
  double.prompt(session, 'before anyone listened')
  double.run(session)
  double.play(session, STORY)
  double.play(session, SECOND_STORY)
  await world.advance(SECOND_MS)

  const send = (text: string): void => {
    prompts.push(text)
    client.send(session, text)
  }
  const step = async (isThrough: boolean): Promise<StepResult> => {
    const result = double.step(session)
    await world.advance(below(40))
    await client.flush()
    checkMarked(scene, isThrough)
    return result
  }
  const stepUntil = async (isThere: (double: OpencodeDouble) => boolean): Promise<void> => {
    while (!isThere(double)) {
      const result = await step(true)
      if (result === 'waiting') await answer()
      if (result === 'idle') return
    }
  }
  const answer = async (): Promise<void> => {
    await within(PATIENCE_MS, 'the ask is shown', () => {
      const [ask] = double.pendingAsks(session)
      return ask === undefined || `ask ${ask}` in client.records()
    })
    checkAsks(scene)
    const asks = double.pendingAsks(session)
    for (const ask of asks) expect(client.answer(ask)).toBe(true)
    await within(PATIENCE_MS, 'the answer has come', () => !double.pendingAsks(session).some(isOneOf(asks)))
  }
  const isOneOf = (asks: readonly string[]) => (ask: string) => asks.includes(ask)
  const within = async (limitMs: number, what: string, isTrue: () => boolean): Promise<void> => {
    for (let waited = 0; !isTrue(); waited += SECOND_MS) {
      if (waited >= limitMs) throw new Error(`Not within ${limitMs / SECOND_MS} s: ${what}`)
      await world.advance(SECOND_MS)
      await world.settle()
    }
  }
  const live = async (): Promise<void> => {
    await client.flush()
    await within(isPolled ? POLLED_MS : RECOVERY_MS, 'news comes', () => {
      // A person signs in again: nothing else leads out of there.
      if (client.connection() === 'unauthorized') client.signIn()
      if (isPolled) return client.connection() === 'polling'
      return client.connection() === 'live' && client.isOpen() && proxy.streams() > 0
    })
    await client.flush()
    await client.flush()
  }
  const outage = async (): Promise<void> => {
    for (let left = trouble.serverRuns ? below(MAX_STEPS_IN_OUTAGE) : 0; left > 0; left--) {
      if ((await step(false)) !== 'waiting') continue
      if (random() < 0.5) break
      for (const ask of double.pendingAsks(session)) answerElsewhere(double, ask)
    }
    await world.advance(OUTAGES_MS[below(OUTAGES_MS.length)] ?? 0)
    await client.flush()
    checkMarked(scene, false)
  }
  const heal = async (): Promise<void> => {
    await trouble.heal()
    await live()
    checkMarked(scene, true)
  }
  const begin = (): void => {
    client.start()
    client.show(session)
  }
  const connect = async (): Promise<void> => {
    begin()
    await live()
  }
  const strike = (scope?: Scope): void => {
    if (cell.fault === 'server-killed')
      for (const [part, text] of double.streaming(session)) lost.set(part, text)
    trouble.strike(scope)
  }

  const reach: Readonly<Record<Phase, () => Promise<void>>> = {
    boot: async () => {
      prompts.push('from another client')
      double.prompt(session, 'from another client')
      for (let left = below(20); left > 0; left--) double.step(session)
      if (!isByteFault(cell.fault)) {
        begin()
        for (let left = below(3); left > 0; left--) await world.settle()
        return strike()
      }
      strike()
      begin()
      await client.flush()
    },
    live: async () => {
      await connect()
      send('go')
      await client.flush()
      await stepUntil((at) => at.texts(session).size >= 3 && at.streaming(session).size === 0)
      strike()
    },
    'mid-delta': async () => {
      await connect()
      send('go')
      await client.flush()
      await midDelta()
      strike()
    },
    'catch-up': () => cutAndCatchUp('everything'),
    'catch-up-calls': () => cutAndCatchUp('calls'),
    'command-pending': async () => {
      await connect()
      proxy.hold(anyHold(), (request) => request.url.endsWith('/prompt_async'))
      send('go')
      await world.settle()
      expect(proxy.held()).toBe(1)
      strike()
    },
  }
  const anyHold = (): Hold => (random() < 0.5 ? 'before' : 'after')
  const midDelta = async (): Promise<void> => {
    await stepUntil((at) => at.streaming(session).size > 0)
    for (let left = 1 + below(6); left > 0; left--) await step(true)
  }
  const cutAndCatchUp = async (scope: 'everything' | 'calls'): Promise<void> => {
    await connect()
    send('go')
    await client.flush()
    await midDelta()
    proxy.strike('rst')
    for (let left = below(8); left > 0; left--) await step(false)
    await world.advance(FIRST_CUT_MS)
    proxy.heal()
    proxy.hold(anyHold(), ({ method, url }) => method === 'GET' && !url.endsWith('/global/health'))
    await within(RECOVERY_MS, 'the catch-up is under way', () => proxy.held() > 0)
    strike(scope)
  }

  const finish = async (): Promise<void> => {
    await within(PATIENCE_MS, 'everything is sent', () => {
      client.resendFailed()
      double.step(session)
      if (double.pendingAsks(session).length > 0) return true
      return client.outboxItems().length === 0
    })
    await stepUntil(() => false)
    await client.flush()
  }
  /** A prompt that came just as a turn ended is begun later, when its client has asked again. */
  const rest = async (): Promise<void> => {
    do {
      await finish()
      await world.advance(REST_MS)
      await client.flush()
    } while (double.step(session) !== 'idle')
  }

  await reach[cell.phase]()
  await outage()
  await heal()
  await finish()
  if (obstacle && random() < 0.5) {
    obstacle.lift()
    isPolled = false
    await live()
  }
  send('and again')
  await client.flush()
  await rest()
  await within(PATIENCE_MS, 'nothing is marked any more', () => !isAnythingMarked(scene))
  await client.flush()
  checkAsks(scene)
  await checkEqualsFresh(scene)
  client.killWorker()
}

function answerElsewhere(double: OpencodeDouble, ask: string): void {
  if (ask.startsWith('per')) double.answer(ask, { type: 'reply', reply: 'once' })
  else double.answer(ask, { type: 'answers', answers: [['潮']] })
}
