import { expect, test } from 'vitest'
import { countUnknown } from './count-unknown.ts'

test('types are counted by their names, and a peer that makes names up fills no memory', () => {
  const counts: Record<string, number> = {}
  for (let n = 0; n < 2_000; n++) countUnknown(counts, `made.up.${n}`.padEnd(10_000, '.'))
  countUnknown(counts, 'made.up.0'.padEnd(10_000, '.'))
  expect(Object.keys(counts).length).toBeLessThanOrEqual(201)
  expect(Math.max(...Object.keys(counts).map((name) => name.length))).toBe(100)
  expect(Object.values(counts).reduce((sum, times) => sum + times)).toBe(2_001)
  expect(counts['made.up.0'.padEnd(100, '.')]).toBe(2)
})

test('a type that is called like something every object has is counted too', () => {
  const counts: Record<string, number> = {}
  countUnknown(counts, 'constructor')
  countUnknown(counts, 'constructor')
  expect(counts['constructor']).toBe(2)
})
