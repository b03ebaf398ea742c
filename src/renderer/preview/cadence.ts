// When growing text is drawn: the first character at once, then at a steady pace however fast it comes.

/** Fast enough to read as flowing, slow enough that drawing costs half of the frames at most. */
export const PAINT_EVERY_MS = 33

export interface Clock {
  now(): number
  setTimer(run: () => void, afterMs: number): void
}

export interface Cadence {
  /** Draw this key: now if `first`, else with the next paint. */
  mark(key: string, first: boolean): void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (run, afterMs) => void setTimeout(run, afterMs),
}

export function createCadence(clock: Clock, paint: (key: string) => void): Cadence {
  const waiting = new Set<string>()
  let paintedAt = -Infinity
  let timed = false

  function paintAll() {
    timed = false
    paintedAt = clock.now()
    const keys = [...waiting]
    waiting.clear()
    for (const key of keys) paint(key)
  }

  return {
    mark(key, first) {
      if (first) {
        waiting.delete(key)
        paint(key)
        return
      }
      waiting.add(key)
      if (timed) return
      timed = true
      clock.setTimer(paintAll, Math.max(0, paintedAt + PAINT_EVERY_MS - clock.now()))
    },
  }
}
