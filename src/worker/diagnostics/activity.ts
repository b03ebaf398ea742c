// What came through a stream, second by second. It has no timer: seconds in which nothing came are derived when
// somebody asks, also those that the machine slept through.

import { HISTORY_SECONDS, RATE_SECONDS, type ActivitySample } from '#contract/diagnostics'
import type { Millis } from '#contract/model'

export interface Activity {
  bytes(count: number): void
  event(): void
  read(): {
    readonly bytes: number
    readonly eventsPerSecond: number
    readonly lastByteAgeMs: number | null
    readonly history: readonly ActivitySample[]
  }
}

interface Second {
  readonly second: number
  events: number
  lastByteAt: Millis | null
}

const SECOND_MS = 1000

export function createActivity(now: () => Millis): Activity {
  let bytes = 0
  let lastByteAt: Millis | null = null
  /** Oldest first; only seconds in which something came. */
  let seconds: Second[] = []
  /** The last byte before the seconds held. */
  let lastByteBefore: Millis | null = null

  const current = (at: Millis): Second => {
    const second = Math.floor(at / SECOND_MS)
    const last = seconds.at(-1)
    // A clock that is set back goes on in the second it had reached.
    if (last && last.second >= second) return last
    const fresh: Second = { second, events: 0, lastByteAt: null }
    seconds.push(fresh)
    forget(second)
    return fresh
  }
  const forget = (second: number): void => {
    while (seconds[0] && seconds[0].second < second - HISTORY_SECONDS) {
      lastByteBefore = seconds[0].lastByteAt ?? lastByteBefore
      seconds = seconds.slice(1)
    }
  }

  return {
    bytes: (count) => {
      bytes += count
      lastByteAt = now()
      current(lastByteAt).lastByteAt = lastByteAt
    },
    event: () => {
      current(now()).events++
    },
    read: () => {
      const at = now()
      const history = sample(seconds, lastByteBefore, at)
      const recent = history.slice(-RATE_SECONDS)
      return {
        bytes,
        eventsPerSecond: recent.reduce((sum, { events }) => sum + events, 0) / RATE_SECONDS,
        lastByteAgeMs: lastByteAt === null ? null : Math.max(0, at - lastByteAt),
        history,
      }
    },
  }
}

/** The last sample is the second that runs. */
function sample(seconds: readonly Second[], before: Millis | null, at: Millis): readonly ActivitySample[] {
  const now = Math.floor(at / SECOND_MS)
  const held = new Map(seconds.map((each) => [each.second, each]))
  const first = now - HISTORY_SECONDS + 1
  let lastByteAt = before
  for (const each of seconds) if (each.second < first) lastByteAt = each.lastByteAt ?? lastByteAt
  return Array.from({ length: HISTORY_SECONDS }, (_, index) => {
    const second = first + index
    const { events = 0, lastByteAt: byteAt = null } = held.get(second) ?? {}
    lastByteAt = byteAt ?? lastByteAt
    const end = Math.min(at, (second + 1) * SECOND_MS)
    return { events, lastByteAgeMs: lastByteAt === null ? null : Math.max(0, end - lastByteAt) }
  })
}
