// Heights of turns as they were last drawn, kept across visits to a session: where they stand in for turns
// that are not drawn, the next visit begins with no guess.

import type { RefKey } from '#contract/ids'

/** A few long sessions, some 100 bytes each. The session left longest ago goes first. */
const MAX_HEIGHTS = 20_000

export interface Heights {
  of(session: RefKey, turn: string): number | undefined
  keep(session: RefKey, heights: Iterable<readonly [turn: string, height: number]>): void
}

export function createHeights(max = MAX_HEIGHTS): Heights {
  const sessions = new Map<RefKey, ReadonlyMap<string, number>>()
  return {
    of: (session, turn) => sessions.get(session)?.get(turn),
    keep(session, heights) {
      const all = new Map([...(sessions.get(session) ?? []), ...heights])
      sessions.delete(session)
      sessions.set(session, all)
      let count = 0
      for (const each of sessions.values()) count += each.size
      for (const [key, each] of sessions) {
        if (count <= max || key === session) return
        sessions.delete(key)
        count -= each.size
      }
    },
  }
}

export const turnHeights = createHeights()
