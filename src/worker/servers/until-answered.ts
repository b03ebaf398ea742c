// A question asked again until it is answered, each by itself: one that hangs holds up no other.

import type { FailureCode, Result } from '#contract/result'
import type { Clock } from '../clock.ts'
import { backoffMs, type BackoffPolicy } from '../stream/backoff.ts'

/** One that fails is asked again: at once it would fail again, later than this the person waits. */
const CATCH_UP_BACKOFF: BackoffPolicy = { firstMs: 1_000, factor: 2, maxMs: 15_000 }
/** A server that asks for more is asked all the same: a hole stays marked until it answers. */
const MAX_RETRY_AFTER_MS = 60_000
/** What asking again does not change. */
const FOR_GOOD: ReadonlySet<FailureCode> = new Set(['not-found', 'not-readable', 'needs-trust', 'too-large'])

export interface UntilAnsweredOptions {
  readonly clock: Clock
  readonly random: () => number
  /** Rises when what is under way no longer counts. */
  readonly life: () => number
}

/** Of two with the same key only the later goes on being asked. */
export type UntilAnswered = (key: string, ask: () => Promise<Result<unknown>>, matters: () => boolean) => void

export function createUntilAnswered({ clock, random, life }: UntilAnsweredOptions): UntilAnswered {
  const newest = new Map<string, UntilAnsweredTurn>()

  const attempt = async (turn: UntilAnsweredTurn, count: number): Promise<void> => {
    const mine = life()
    const answer = await turn.ask()
    const isDone = answer.ok || mine !== life() || FOR_GOOD.has(answer.error.code)
    if (newest.get(turn.key) !== turn) return
    if (isDone) {
      newest.delete(turn.key)
      return
    }
    const askedMs = Math.min(answer.error.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)
    const waitMs = Math.max(backoffMs(CATCH_UP_BACKOFF, count, random), askedMs)
    clock.after(waitMs, () => {
      if (newest.get(turn.key) !== turn) return
      if (mine === life() && turn.matters()) void attempt(turn, count + 1)
      else newest.delete(turn.key)
    })
  }

  return (key, ask, matters) => {
    const turn = { key, ask, matters }
    newest.set(key, turn)
    void attempt(turn, 1)
  }
}

interface UntilAnsweredTurn {
  readonly key: string
  readonly ask: () => Promise<Result<unknown>>
  readonly matters: () => boolean
}
