/** Time that passes only when a test says so. */
import type { Clock } from '../src/worker/clock.ts'

export interface ManualClock extends Clock {
  /** Lets time pass; what falls due meanwhile runs in order, promises in between included. */
  advance(ms: number): Promise<void>
  /** The same for code without promises. */
  advanceSync(ms: number): void
  /** The machine sleeps: the wall clock goes on, timers stand still. */
  sleep(ms: number): void
  /** The wall clock is elsewhere at once; timers that are due by then run at the next step. */
  leap(ms: number): void
  /** How many timers wait. */
  readonly waiting: () => number
}

export function createManualClock(start = 1_000_000): ManualClock {
  let now = start
  const timers = new Set<{ at: number; readonly fn: () => void }>()

  const dueBy = (until: number) =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0] ?? null
  const step = (until: number): boolean => {
    const timer = dueBy(until)
    if (!timer) return false
    timers.delete(timer)
    now = Math.max(now, timer.at)
    timer.fn()
    return true
  }

  return {
    now: () => now,
    after: (ms, fn) => {
      const timer = { at: now + ms, fn }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance: async (ms) => {
      const until = now + ms
      do await settled()
      while (step(until))
      now = until
      await settled()
    },
    advanceSync: (ms) => {
      const until = now + ms
      while (step(until));
      now = until
    },
    sleep: (ms) => {
      now += ms
      for (const timer of timers) timer.at += ms
    },
    leap: (ms) => {
      now += ms
    },
    waiting: () => timers.size,
  }
}

/** Every promise that can go on without time passing or the network has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
