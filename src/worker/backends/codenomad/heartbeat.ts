// The server's pings, answered from the reader itself: a connection that misses three is ended.

import type { PongCounts } from '#contract/diagnostics'
import type { Clock } from '../../clock.ts'

/** Well before the next ping, 15 s later. */
const PONG_TIMEOUT_MS = 10_000

export interface Heartbeat {
  /** Begins the answer at once and waits for nothing. `onDead`: the server does not know this connection. */
  answer(ids: ConnectionIds, pingTs: number, onDead: () => void): void
  counts(): PongCounts
}

export interface ConnectionIds {
  readonly clientId: string
  readonly connectionId: string
}

export interface HeartbeatOptions {
  readonly clock: Clock
  readonly fetch: typeof fetch
  readonly target: () => { readonly url: string; readonly headers: Readonly<Record<string, string>> } | null
}

export function createHeartbeat({ clock, target, ...options }: HeartbeatOptions): Heartbeat {
  let answered = 0
  let missed = 0
  let latencyMs: number | null = null

  const post = async (ids: ConnectionIds, pingTs: number): Promise<number | null> => {
    const to = target()
    if (!to) return null
    const response = await options.fetch(`${to.url.replace(/\/$/, '')}/api/client-connections/pong`, {
      method: 'POST',
      headers: { ...to.headers, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ ...ids, pingTs }),
      signal: AbortSignal.timeout(PONG_TIMEOUT_MS),
      redirect: 'manual',
    })
    await response.body?.cancel()
    return response.status
  }

  return {
    counts: () => ({ answered, missed, latencyMs }),
    answer: (ids, pingTs, onDead) => {
      const at = clock.now()
      post(ids, pingTs).then(
        (status) => {
          if (status === 204 || status === 200) {
            answered++
            latencyMs = clock.now() - at
            return
          }
          missed++
          if (status === 404) onDead()
        },
        () => void missed++,
      )
    },
  }
}
