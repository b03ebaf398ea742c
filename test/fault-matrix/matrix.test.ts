import { describe, expect, test } from 'vitest'
import { CELLS, describeMatrix } from './cells.ts'
import { playCell } from './play.ts'

/** Played in every cell; `FAULT_SEEDS=7,8` plays others, one of a failure for instance. */
const SEEDS = (process.env['FAULT_SEEDS'] ?? '1,2,3').split(',').map(Number)

test('every cell is played or says why it can’t be', () => {
  process.stdout.write(`${describeMatrix(CELLS)}\n`)
  const impossible = CELLS.filter((cell) => cell.impossible !== null)
  expect(
    impossible.map(({ transport, backend, phase, fault }) => [transport, backend, phase, fault].join(' ')),
  ).toMatchInlineSnapshot(`
      [
        "sse opencode boot cut-in-character",
        "sse opencode catch-up-calls duplicate",
        "sse opencode catch-up-calls buffering",
        "sse opencode catch-up-calls server-stopped",
        "sse opencode catch-up-calls server-killed",
        "sse opencode catch-up-calls worker-killed",
        "sse opencode catch-up-calls window-reload",
        "sse opencode catch-up-calls window-frozen",
        "sse opencode catch-up-calls port-closed",
        "sse opencode catch-up-calls clock-jump",
      ]
    `)
  expect(CELLS).toHaveLength(126)
})

describe.for(CELLS.filter(({ impossible }) => impossible === null))(
  '$transport, $backend: $fault at $phase',
  (cell) => {
    test.for(SEEDS)('seed %i', async (seed) => {
      await playCell(cell, seed)
    })
  },
)
