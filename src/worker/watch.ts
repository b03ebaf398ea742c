// A limit on how long nothing may come, by the wall clock: timers stand still while the machine sleeps.

import type { Clock } from './clock.ts'

/** How soon after a sleep it is seen that time has passed; one timer at a time, whatever comes meanwhile. */
const LOOK_EVERY_MS = 2_000
/** After a sleep or a stall of this process the socket may hold bytes that nobody could read yet. */
const SECOND_LOOK_MS = 200

export interface Watch {
  /** Something has come: the limit counts from now. */
  feed(): void
  cancel(): void
}

/** Calls `onDue` once, when `limitMs` have passed since the start or the last `feed`. */
export function startWatch(clock: Clock, limitMs: number, onDue: () => void): Watch {
  let fedAt = clock.now()
  let isFed = true
  let isSecondLook = false
  /** By the timers alone: a wall clock that is set back must not hold the limit up. */
  let quietMs = 0
  let cancel = (): void => {}

  const lookAfter = (ms: number): void => {
    cancel = clock.after(ms, () => look(ms))
  }
  const look = (waitedMs: number): void => {
    const ageMs = clock.now() - fedAt
    quietMs = isFed ? Math.min(Math.max(ageMs, 0), waitedMs) : quietMs + waitedMs
    isFed = false
    const leftMs = limitMs - Math.max(ageMs, quietMs)
    if (leftMs > 0) {
      isSecondLook = false
      lookAfter(Math.min(LOOK_EVERY_MS, leftMs))
    } else if (quietMs < limitMs && !isSecondLook) {
      isSecondLook = true
      lookAfter(SECOND_LOOK_MS)
    } else {
      onDue()
    }
  }
  lookAfter(Math.min(LOOK_EVERY_MS, limitMs))

  return {
    feed: () => {
      fedAt = clock.now()
      isFed = true
    },
    cancel: () => cancel(),
  }
}
