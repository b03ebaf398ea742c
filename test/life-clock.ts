import type { Clock } from '../src/worker/clock.ts'

export interface LifeClock extends Clock {
  /** No timer of this life fires any more. */
  stop(): void
}

/** A clock whose timers all end with the server's process. */
export function createLifeClock(clock: Clock): LifeClock {
  const cancels = new Set<() => void>()
  let stopped = false

  return {
    now: clock.now,
    after(ms, fn) {
      if (stopped) return () => {}
      const cancel = clock.after(ms, () => {
        cancels.delete(cancel)
        fn()
      })
      cancels.add(cancel)
      return () => {
        cancels.delete(cancel)
        cancel()
      }
    },
    stop() {
      stopped = true
      for (const cancel of cancels) cancel()
      cancels.clear()
    },
  }
}
