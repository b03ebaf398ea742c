// Tells a hung worker from a busy one. Unanswered pings are counted rather than time: after the machine slept, time
// has passed for which nobody is to blame.

import type { HostMessage } from '#contract/host'

/** A worker that hangs is found after (MAX_UNANSWERED + 1) of these at most: 5 s. */
const PING_EVERY_MS = 1000
const MAX_UNANSWERED = 4

export interface Heartbeat {
  readonly pong: (n: number) => void
  readonly stop: () => void
}

export function startHeartbeat(post: (ping: HostMessage) => void, onHung: () => void): Heartbeat {
  let sent = 0
  let answered = 0
  const timer = setInterval(() => {
    if (sent - answered >= MAX_UNANSWERED) {
      clearInterval(timer)
      return onHung()
    }
    sent += 1
    post({ type: 'ping', n: sent })
  }, PING_EVERY_MS)
  return {
    pong: (n) => {
      answered = Math.max(answered, n)
    },
    stop: () => clearInterval(timer),
  }
}
