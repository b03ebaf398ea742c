// When growing text is drawn: the first character at once, then at a steady pace however fast it comes.

/** Fast enough to read as flowing, slow enough that drawing costs half of the frames at most. */
export const PAINT_EVERY_MS = 33
/** While a key waits for its frame: asked again this often, which is half of a frame. */
const ASK_AGAIN_MS = 8
/** Somebody who never stops typing still sees the answer grow. */
export const MAX_YIELD_MS = 50

export interface Clock {
  now(): number
  setTimer(run: () => void, afterMs: number): void
  /** Something more urgent waits to be painted. */
  isUrgent(): boolean
}

export interface Cadence {
  /** Draw this key: now if `first`, else with the next paint. */
  mark(key: string, first: boolean): void
}

export function createCadence(clock: Clock, paint: (key: string) => void): Cadence {
  const waiting = new Set<string>()
  let paintedAt = -Infinity
  let dueAt = 0
  let timed = false

  function paintAll() {
    if (clock.isUrgent() && clock.now() - dueAt < MAX_YIELD_MS) return clock.setTimer(paintAll, ASK_AGAIN_MS)
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
      const wait = Math.max(0, paintedAt + PAINT_EVERY_MS - clock.now())
      dueAt = clock.now() + wait
      clock.setTimer(paintAll, wait)
    },
  }
}
