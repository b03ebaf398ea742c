import { describe, expect, it } from 'vitest'
import { findMatches, MAX_MATCHES, step } from './find.logic.ts'

const source = (part: string, text: string) => ({ turn: 't', part, text, rows: [] })

describe('finding in a session', () => {
  it('counts every occurrence in order, whatever the case', () => {
    const matches = findMatches(
      [source('a', 'Tide and tide'), source('b', 'none'), source('c', 'TIDE')],
      'tide',
    )
    expect(matches.map(({ part, nth }) => `${part}${nth}`)).toEqual(['a0', 'a1', 'c0'])
  })
  it('finds nothing for nothing, and stops counting at its bound', () => {
    expect(findMatches([source('a', 'x')], '')).toEqual([])
    expect(findMatches([source('a', 'x'.repeat(5_000))], 'x')).toHaveLength(MAX_MATCHES)
  })
  it('goes round at both ends', () => {
    expect([step(2, 1, 3), step(0, -1, 3), step(0, 1, 0)]).toEqual([0, 2, 0])
  })
})
