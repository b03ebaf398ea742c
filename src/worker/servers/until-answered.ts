// A question asked again until it is answered, each by itself: one that hangs holds up no other.

import type { FailureCode, Result } from '#contract/result'
import type { Clock } from '../clock.ts'
import { backoffMs, type BackoffPolicy } from '../stream/backoff.ts'

/** One that fails is asked again: at once it would fail again, later than this the person waits. */
const CATCH_UP_BACKOFF: BackoffPolicy = { firstMs: 1_000, factor: 2, maxMs: 15_000 }
/** What asking again does not change. */
const FOR_GOOD: ReadonlySet<FailureCode> = new Set(['not-found', 'not-readable', 'needs-trust', 'too-large'])

export interface UntilAnsweredOptions {
  readonly clock: Clock
  readonly random: () => number
  /** Rises when what is under way no longer counts. */
  readonly life: () => number
}

export type UntilAnswered = (ask: () => Promise<Result<unknown>>, matters: () => boolean) => void

export function createUntilAnswered({ clock, random, life }: UntilAnsweredOptions): UntilAnswered {
  const attempt = async (...[ask, matters, count]: [...Parameters<UntilAnswered>, number]): Promise<void> => {
    const mine = life()
    const answer = await ask()
    if (answer.ok || mine !== life() || FOR_GOOD.has(answer.error.code)) return
    const waitMs = Math.max(backoffMs(CATCH_UP_BACKOFF, count, random), answer.error.retryAfterMs ?? 0)
    clock.after(waitMs, () => {
      if (mine === life() && matters()) void attempt(ask, matters, count + 1)
    })
  }
  return (ask, matters) => void attempt(ask, matters, 1)
}
