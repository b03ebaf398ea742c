/**
 * The flush rule of CodeNomad's pull request 242, to compare with: events are held until none has come for
 * 16 ms, a single one for 48 ms, and never more than 256. A steady stream puts its own flush off.
 */
const QUIET_MS = 16
const SINGLE_MS = 48
const MAX_HELD = 256

/** How long each would wait that came at these times (milliseconds, rising), by timers that are never late. */
export function quietGapWaits(times: readonly number[]): readonly number[] {
  const waits: number[] = []
  let first = 0
  times.forEach((at, index) => {
    const held = index - first + 1
    const quietAt = at + (held === 1 ? SINGLE_MS : QUIET_MS)
    const next = times[index + 1] ?? Number.POSITIVE_INFINITY
    if (held < MAX_HELD && next <= quietAt) return
    const flushAt = held >= MAX_HELD ? at : quietAt
    for (const came of times.slice(first, index + 1)) waits.push(flushAt - came)
    first = index + 1
  })
  return waits
}
