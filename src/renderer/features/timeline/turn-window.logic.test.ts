import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnIndexes, estimateHeight, heldBetween, MAX_SELECTED, segments } from './turn-window.logic.ts'

const GAP = 32
const heightOf = (index: number) => 100 + index

/** What a list is tall that draws `drawn` and leaves blanks for the rest. */
const heightOfList = (count: number, drawn: readonly number[]): number => {
  const list = segments(count, drawn, heightOf, GAP)
  const own = list.reduce(
    (sum, segment) => sum + (segment.type === 'turn' ? heightOf(segment.index) : segment.height),
    0,
  )
  return own + Math.max(0, list.length - 1) * GAP
}

describe('the turns that are drawn', () => {
  it('leave the list as tall as if all were, wherever they stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.array(fc.nat(60)), (count, held) => {
        const all = Array.from({ length: count }, (_, index) => index)
        expect(heightOfList(count, drawnIndexes(count, [], held))).toBe(heightOfList(count, all))
      }),
    )
  })
  it('are those near the view and those held, once each, in order', () => {
    expect(drawnIndexes(10, [4, 5, 6], [9, 5, 0, -1, 10])).toEqual([0, 4, 5, 6, 9])
  })
  it('hold a selection from end to end, whichever way it was drawn', () => {
    expect(heldBetween(3, 6)).toEqual([3, 4, 5, 6])
    expect(heldBetween(6, 3)).toEqual([3, 4, 5, 6])
    expect(heldBetween(0, MAX_SELECTED - 1)).toHaveLength(MAX_SELECTED)
  })
  it('hold the ends alone of a selection that is too long', () => {
    expect(heldBetween(0, MAX_SELECTED)).toEqual([0, MAX_SELECTED])
  })
})

describe('the height of a turn that was never drawn', () => {
  it('grows with its answer and its rows, and no further with a long prompt', () => {
    const facts = { promptChars: 50, answerChars: 500, rows: 1 }
    expect(estimateHeight({ ...facts, answerChars: 5_000 })).toBeGreaterThan(estimateHeight(facts))
    expect(estimateHeight({ ...facts, rows: 9 })).toBeGreaterThan(estimateHeight(facts))
    expect(estimateHeight({ ...facts, promptChars: 1e6 })).toBe(
      estimateHeight({ ...facts, promptChars: 1e5 }),
    )
  })
})
