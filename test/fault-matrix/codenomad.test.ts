// Faults that only a CodeNomad server has, each in the middle of a text and while a turn runs on.

import { expect, test } from 'vitest'
import type { Faults } from '../codenomad/faults.ts'
import { createSeededRandom } from '../seeded-random.ts'
import { checkAsks, checkEqualsFresh, checkMarked, isAnythingMarked, type Scene } from './checks.ts'
import { createClient } from './client.ts'
import { STORY } from './story.ts'
import { createCodenomadWorld, DIRECTORY } from './world.ts'

const SECOND_MS = 1_000
/** Longer than the silence limits of a stream and of a folder, and than the server waits for a pong. */
const OUTAGE_S = 60
/** What a folder's or a stream's silence may last before it is said. */
const SILENCE_S = 36
const PATIENCE_S = 90
const STEPS_IN_OUTAGE = 12
/** Some minutes of a test's clock, a second at a time. */
const TIMEOUT_MS = 120_000

interface CodenomadFault {
  readonly name: string
  readonly strike: (faults: Faults, workspace: string) => void
  readonly heal: (faults: Faults, workspace: string) => void
  /** Nothing comes from the folder's opencode any more. */
  readonly isDead: boolean
}

const nothing = (): void => undefined
const FAULTS: readonly CodenomadFault[] = [
  {
    name: 'no pings',
    strike: (faults) => faults.set({ pings: false }),
    heal: (faults) => faults.set({ pings: true }),
    isDead: false,
  },
  {
    name: 'a storm of ends between the server and its opencode',
    strike: (faults, id) => faults.eofStorm(id, 300),
    heal: nothing,
    isDead: false,
  },
  {
    name: 'an opencode that stands still',
    strike: (faults, id) => faults.freeze(id),
    heal: (faults, id) => faults.thaw(id),
    isDead: true,
  },
  {
    name: 'a sign-in that the server has forgotten',
    strike: (faults) => faults.forgetSessions(),
    heal: nothing,
    isDead: false,
  },
  {
    name: 'a connection that is half open and whose key is freed late',
    strike: (faults) => faults.halfOpen({ blocked: true }),
    heal: (faults) => faults.endHalfOpen(),
    isDead: false,
  },
]

test.for(FAULTS)('$name', { timeout: TIMEOUT_MS }, async ({ strike, heal, isDead }) => {
  const random = createSeededRandom(1)
  const world = await createCodenomadWorld(random)
  try {
    const { double } = world
    const session = double.createSession(DIRECTORY, 'Tide clock 潮')
    double.play(session, STORY)
    const client = createClient(world, random, world.fetch)
    let isOn = false
    const trouble = { strike: nothing, heal: async () => undefined, isOn: () => isOn, serverRuns: true }
    const prompts: string[] = []
    const scene: Scene = { world, double, trouble, client, session, prompts, lost: new Map() }
    const pass = async (): Promise<void> => {
      await world.advance(SECOND_MS)
      await client.flush()
    }
    const within = async (seconds: number, what: string, isTrue: () => boolean): Promise<void> => {
      for (let left = seconds; !isTrue(); left--) {
        if (left <= 0) throw new Error(`Not within ${seconds} s: ${what}`)
        await pass()
      }
    }
    const isLive = (): boolean => client.connection() === 'live' && client.isOpen()
    const send = (text: string): void => {
      prompts.push(text)
      client.send(session, text)
    }
    const step = async (isThrough: boolean): Promise<string> => {
      const result = double.step(session)
      await client.flush()
      checkMarked(scene, isThrough)
      return result
    }
    const answer = async (): Promise<void> => {
      const asks = double.pendingAsks(session)
      await within(PATIENCE_S, 'the asks are shown', () =>
        asks.every((ask) => `ask ${ask}` in client.records()),
      )
      checkAsks(scene)
      for (const ask of asks) expect(client.answer(ask)).toBe(true)
      await within(PATIENCE_S, 'they are answered', () => double.pendingAsks(session).length === 0)
    }
    const finish = async (): Promise<void> => {
      for (let result = await step(true); result !== 'idle'; result = await step(true)) {
        if (result === 'waiting') await answer()
      }
    }
    const workspace = await world.workspace()

    client.start()
    client.show(session)
    await within(PATIENCE_S, 'it asks who one is', () => client.connection() === 'unauthorized')
    client.signIn()
    await within(PATIENCE_S, 'it is live', isLive)
    send('go')
    await within(PATIENCE_S, 'the prompt is there', () => client.outboxItems().length === 0)
    while (double.streaming(session).size === 0) await step(true)
    await step(true)

    isOn = true
    strike(world.faults, workspace)
    for (let left = STEPS_IN_OUTAGE; left > 0; left--) await step(false)
    for (let second = 0; second < OUTAGE_S; second++) {
      await pass()
      checkMarked(scene, false)
      if (isDead && second >= SILENCE_S) {
        expect(isLive()).toBe(false)
        expect(isAnythingMarked(scene)).toBe(true)
      }
    }
    heal(world.faults, workspace)
    await within(PATIENCE_S, 'it is live again', isLive)
    await pass()
    isOn = false
    await finish()

    send('and again')
    await within(PATIENCE_S, 'the second prompt is there', () => client.outboxItems().length === 0)
    await finish()
    await within(PATIENCE_S, 'nothing is marked', () => !isAnythingMarked(scene))
    await pass()
    checkAsks(scene)
    await checkEqualsFresh(scene)
    client.killWorker()
  } finally {
    await world.close()
  }
})
