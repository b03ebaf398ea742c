import { useSyncExternalStore } from 'react'

/** Counters show whole seconds. */
const TICK_MS = 1_000

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

const read = (): number => {
  // Without listeners nothing ticks: the time kept is old.
  if (timer === undefined) now = Date.now()
  return now
}

/** The time, once a second, the same for everything that counts. */
export const useNow = (): number => useSyncExternalStore(subscribe, read)
