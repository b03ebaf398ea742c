import { describe, test } from 'vitest'
import { CELLS } from './cells.ts'
import { playCell } from './play.ts'

const MAX_SOCKET_SEEDS = 1
/** Some cells take an hour of a test's clock, a second at a time where there are sockets. */
const TIMEOUT_MS = 120_000

/** The seed stands in the name of each test, and so in the name of each failure. */
export function playAll(seeds: readonly number[]): void {
  describe.for(CELLS.filter(({ impossible }) => impossible === null))(
    '$transport, $backend: $fault at $phase',
    (cell) => {
      // Sockets take real time.
      const played = cell.backend === 'codenomad' ? seeds.slice(0, MAX_SOCKET_SEEDS) : seeds
      test.for(played)('seed %i', { timeout: TIMEOUT_MS }, async (seed) => {
        await playCell(cell, seed)
      })
    },
  )
}
