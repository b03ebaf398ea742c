import { describe, expect, it } from 'vitest'
import { formatDuration, formatElapsed } from './duration.ts'

describe('a span reads shortly', () => {
  it.each([
    [-5, '0 ms'],
    [340, '340 ms'],
    [999.6, '1.0 s'],
    [2_440, '2.4 s'],
    [9_949, '9.9 s'],
    [9_999, '9 s'],
    [38_400, '38 s'],
    [245_000, '4 m 05 s'],
    [7_620_000, '2 h 07 m'],
  ])('%d ms is "%s"', (ms, words) => expect(formatDuration(ms)).toBe(words))

  it('counts whole seconds while it runs', () => {
    expect(formatElapsed(999)).toBe('0 s')
    expect(formatElapsed(61_999)).toBe('1 m 01 s')
  })
})
