import { describe, expect, test } from 'vitest'
import { CELLS, describeMatrix } from './cells.ts'
import { playCell } from './play.ts'

/** Played in every cell; `FAULT_SEEDS=7,8` plays others, one of a failure for instance. */
const SEEDS = (process.env['FAULT_SEEDS'] ?? '1,2,3').split(',').map(Number)

test('every cell is played or says why it can’t be', () => {
  process.stdout.write(`${describeMatrix(CELLS)}\n`)
  expect(CELLS.every(({ impossible }) => impossible === null || impossible.length > 20)).toBe(true)
  expect(CELLS.filter(({ impossible }) => impossible !== null)).toHaveLength(3)
})

describe.for(CELLS.filter(({ impossible }) => impossible === null))(
  '$transport, $backend: $fault at $phase',
  (cell) => {
    test.for(SEEDS)('seed %i', async (seed) => {
      await playCell(cell, seed)
    })
  },
)
