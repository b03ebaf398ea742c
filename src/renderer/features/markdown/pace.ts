// Much text at once is drawn in slices, each a task of its own, so that keys and frames come between them.

/** A slice takes about this long: with layout and paint it stays well below a task that can be felt (50 ms). */
const SLICE_MS = 14
/** What a slow machine draws in that time, and what no machine needs to exceed. */
const MIN_CHARS = 400
const MAX_CHARS = 12_000
/** Of each measurement's weight in the rate learned so far. */
const LEARNING = 0.4
const FIRST_CHARS_PER_MS = 100

export interface PaceClock {
  now(): number
  /** Runs it in a task of its own, after what waits already. */
  soon(run: () => void): void
}

/** Draws up to `chars` more characters before it returns. */
export type Step = (chars: number) => void

export interface Pace {
  /** Runs the step once, in turn with the others; the answer withdraws it. */
  enqueue(step: Step): () => void
}

export function createPace({ now, soon }: PaceClock): Pace {
  const waiting: Step[] = []
  let charsPerMs = FIRST_CHARS_PER_MS
  let asked = false

  function request(): void {
    if (asked) return
    asked = true
    soon(run)
  }

  function run(): void {
    asked = false
    const step = waiting.shift()
    if (!step) return
    const chars = Math.round(Math.min(MAX_CHARS, Math.max(MIN_CHARS, charsPerMs * SLICE_MS)))
    const began = now()
    step(chars)
    const took = Math.max(now() - began, 1)
    charsPerMs += (chars / took - charsPerMs) * LEARNING
    if (waiting.length > 0) request()
  }

  return {
    enqueue(step) {
      waiting.push(step)
      request()
      return () => {
        const at = waiting.indexOf(step)
        if (at >= 0) waiting.splice(at, 1)
      }
    },
  }
}

/** Looked back for a line's end, so that a slice seldom ends within a construct. */
const LOOK_BACK = 200

/** Where a slice of at most `chars` ends: after a line if there is one, never within a surrogate pair. */
export function sliceEnd(text: string, from: number, chars: number): number {
  const end = from + chars
  if (end >= text.length) return text.length
  const line = text.lastIndexOf('\n', end) + 1
  if (line > from && end - line <= LOOK_BACK) return line
  return (text.charCodeAt(end) & 0xfc00) === 0xdc00 ? end + 1 : end
}
