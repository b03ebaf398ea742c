import { expect, it } from 'vitest'
import type { RefKey } from '#contract/ids'
import { createHeights } from './turn-heights.ts'

const session = (name: string) => name as RefKey

it('keeps heights across visits, the newest of each turn', () => {
  const heights = createHeights()
  heights.keep(session('a'), [
    ['t1', 10],
    ['t2', 20],
  ])
  heights.keep(session('a'), [['t2', 25]])
  expect([heights.of(session('a'), 't1'), heights.of(session('a'), 't2')]).toEqual([10, 25])
  expect(heights.of(session('b'), 't1')).toBeUndefined()
})

it('forgets the session left longest ago when there are too many', () => {
  const heights = createHeights(3)
  for (const name of ['a', 'b', 'c', 'd']) heights.keep(session(name), [['t', 1]])
  expect(heights.of(session('a'), 't')).toBeUndefined()
  expect(heights.of(session('b'), 't')).toBe(1)
})
