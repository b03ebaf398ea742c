export interface BackoffPolicy {
  readonly firstMs: number
  readonly factor: number
  readonly maxMs: number
}

/** Quick enough that a restarted server is found at once, slow enough that a dead one costs nothing. */
export const STREAM_BACKOFF: BackoffPolicy = { firstMs: 250, factor: 2, maxMs: 10_000 }

/** Full jitter: anything between 0 and the step, so that many clients don't come back together. */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: () => number): number {
  const step = Math.min(policy.maxMs, policy.firstMs * policy.factor ** Math.max(0, attempt - 1))
  return Math.round(step * random())
}
