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
