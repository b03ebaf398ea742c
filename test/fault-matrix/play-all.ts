import { describe, test } from 'vitest'
import { CELLS } from './cells.ts'
import { playCell } from './play.ts'

/** The seed stands in the name of each test, and so in the name of each failure. */
export function playAll(seeds: readonly number[]): void {
  describe.for(CELLS.filter(({ impossible }) => impossible === null))(
    '$transport, $backend: $fault at $phase',
    (cell) => {
      test.for(seeds)('seed %i', async (seed) => {
        await playCell(cell, seed)
      })
    },
  )
}
