import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs, STREAM_BACKOFF } from './backoff.ts'

test('a wait is never longer than its step, and a step never longer than the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (attempt, random) => {
        const wait = backoffMs(STREAM_BACKOFF, attempt, () => random)
        const step = Math.min(STREAM_BACKOFF.maxMs, STREAM_BACKOFF.firstMs * 2 ** (attempt - 1))
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(step)
        expect(Number.isInteger(wait)).toBe(true)
      },
    ),
  )
})

test('steps double from the first to the limit', () => {
  const steps = [1, 2, 3, 7, 100].map((attempt) => backoffMs(STREAM_BACKOFF, attempt, () => 1))
  expect(steps).toEqual([250, 500, 1_000, 10_000, 10_000])
})
