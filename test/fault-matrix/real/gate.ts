// Holds the scripted model where a script says so, until a test lets it go on.

import { setTimeout as delay } from 'node:timers/promises'
import type { Pace } from '../../../src/worker/demo/play-step.ts'

/** A pause of exactly this length ends when the gate opens. */
const GATE_MS = 987_654_321

export const GATE = { delayMs: GATE_MS } as const

export interface Gate {
  readonly pace: Pace
  open(): void
  shut(): void
}

export function createGate(): Gate {
  let isOpen = false
  let waiting: (() => void)[] = []
  return {
    pace: {
      now: () => performance.timeOrigin + performance.now(),
      sleep: async (ms, signal) => {
        if (ms !== GATE_MS) return delay(ms, undefined, { signal }).catch(() => undefined)
        if (isOpen || signal.aborted) return
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      },
    },
    open: () => {
      isOpen = true
      waiting.forEach((resolve) => resolve())
      waiting = []
    },
    shut: () => {
      isOpen = false
    },
  }
}
