// The worker's real feed and the window's real one, on a mirror of a few sessions: connections break after
// any batch, windows hide, look elsewhere and freeze, and in the end each shows what the mirror holds.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFeedWorld, type FeedWorld } from './feed-world.ts'

type Step =
  | { readonly do: 'event'; readonly pick: number; readonly text: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'show'; readonly active: number; readonly open: number; readonly visible: boolean }
  | { readonly do: 'freeze' | 'thaw' | 'cut' | 'connect' | 'paint' }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('event'),
      pick: fc.nat(9_999),
      text: fc.string({ unit: fc.constantFrom('a', '潮', '🌊', '\n'), minLength: 1, maxLength: 30 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.nat(120) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('show'),
      active: fc.nat(3),
      open: fc.nat(15),
      visible: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('freeze', 'thaw', 'cut', 'connect', 'paint', 'paint') }),
  },
) as fc.Arbitrary<Step>

function play(world: FeedWorld, step: Step): void {
  switch (step.do) {
    case 'event':
      return world.event(step.pick, step.text)
    case 'wait':
      return world.clock.advanceSync(step.ms)
    case 'show':
      return world.show(step.active, step.open, step.visible)
    default:
      return world.window[step.do]()
  }
}

test('a window that comes back after any batch shows what one that was never away shows, and the mirror holds', () => {
  let replays = 0
  let snapshots = 0
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 20, maxLength: 200 }), (steps) => {
      const world = createFeedWorld()
      for (const step of steps) play(world, step)
      world.settle()
      expect(world.window.contents()).toEqual(world.steady.contents())
      expect(world.window.canonical()).toEqual(world.canonical())
      expect(world.window.gaps()).toEqual(world.steady.gaps())
      expect([world.window.asked(), world.steady.asked()], 'texts asked for').toEqual([0, 0])
      const counters = world.counters()
      replays += counters.replays
      snapshots += counters.snapshots
    }),
    { numRuns: 400 },
  )
  // Both ways of coming back were taken.
  expect(Math.min(replays, snapshots)).toBeGreaterThan(50)
})

const MIB = 1024 * 1024
// What these picks make happen to the first session.
const NEW_MESSAGE = 0
const NEW_PART = 8
const END_PART = 20
const NEW_TODO = 48
const DELTA = 100

test('a window that never answers costs 8 MiB at most, holds nobody up, and then shows what others show', () => {
  const world = createFeedWorld()
  for (const pick of [NEW_MESSAGE, NEW_PART]) world.event(pick, 'x')
  world.settle()
  world.window.freeze()
  let most = 0
  for (let n = 0; n < 1_500; n++) {
    world.event(NEW_TODO, `${n} ${'x'.repeat(16 * 1024)}`)
    world.event(DELTA, `word ${n} `)
    world.clock.advanceSync(16)
    world.steady.paint()
    if (n % 100 === 0) expect(world.steady.canonical()).toEqual(world.canonical())
    most = Math.max(most, world.counters().pendingBytes)
  }
  expect(most).toBeLessThan(8 * MIB + 64 * 1024)
  expect(world.counters().overflows).toBe(1)
  world.settle()
  expect(world.window.contents()).toEqual(world.steady.contents())
  expect(world.window.canonical()).toEqual(world.canonical())
})

test('a window that hears nothing of a growing text costs what the text costs', () => {
  const world = createFeedWorld()
  for (const pick of [NEW_MESSAGE, NEW_PART]) world.event(pick, 'x')
  world.settle()
  world.window.freeze()
  for (let n = 0; n < 20_000; n++) {
    world.event(DELTA, 'word ')
    if (n % 50 === 0) world.clock.advanceSync(25)
  }
  expect(world.counters()).toMatchObject({ overflows: 0 })
  expect(world.counters().pendingBytes).toBeLessThan(110_000)
  world.settle()
  expect(world.window.contents()).toEqual(world.steady.contents())
})

test('a session of 20 MB on its way to a window costs one part at a time', () => {
  const world = createFeedWorld()
  world.show(1, 0, true)
  for (let n = 0; n < 100; n++) {
    for (const pick of [NEW_MESSAGE, NEW_PART]) world.event(pick, 'x')
    world.event(END_PART, `${n} ${'x'.repeat(200 * 1024)}`)
  }
  world.settle()
  world.window.freeze()
  world.show(0, 0, true)
  expect(world.counters().pendingBytes).toBeLessThan(MIB)
  // What streams meanwhile into messages that are still to come need not wait either.
  for (let n = 0; n < 100; n++) world.event(DELTA, 'word ')
  expect(world.counters()).toMatchObject({ overflows: 0 })
  world.settle()
  expect(world.window.contents()).toEqual(world.steady.contents())
  expect(world.window.canonical()).toEqual(world.canonical())
})
