// What a failed request means for what was to be sent.

import type { Failure } from '#contract/result'

/** A request can break while the stream lives (a connection kept open too long): nothing else would try again. */
export const RETRY_MS = 2_000
/** A server that is too busy and does not say for how long: soon at first, then about once a minute. */
const BUSY_FIRST_MS = 2_000
const BUSY_MAX_MS = 60_000
/** A server that asks for more means another day; a person who sees it wait can take it back. */
const RETRY_AFTER_MAX_MS = 60 * 60 * 1000

export type FailureMeaning = 'passing' | 'busy' | 'gone' | 'refused'

export function meaningOf({ code }: Failure): FailureMeaning {
  switch (code) {
    case 'offline':
    case 'timeout':
    case 'unauthorized':
      return 'passing'
    case 'busy':
      return 'busy'
    case 'not-found':
      return 'gone'
    default:
      return 'refused'
  }
}

/** @param tries how often it was answered so before */
export function busyMs({ retryAfterMs }: Failure, tries: number): number {
  if (retryAfterMs !== undefined) return Math.min(Math.max(retryAfterMs, 1), RETRY_AFTER_MAX_MS)
  return Math.min(BUSY_FIRST_MS * 2 ** tries, BUSY_MAX_MS)
}
