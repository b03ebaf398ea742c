// Per server: what windows were given, and in how many pieces it was posted.

import type { FeedCounts } from '#contract/diagnostics'
import type { ServerID } from '#contract/ids'
import type { Op } from '#contract/ops'

export interface FeedTally {
  given(op: Op): void
  /** `isLive`: as it came in; otherwise it is what a window lacked, and only the batch counts. */
  posted(ops: readonly Op[], isLive: boolean): void
  /** Something of these ops was due while all credit was out. */
  waited(ops: readonly Op[]): void
  read(server: ServerID): FeedCounts
}

type Counts = { -readonly [Key in keyof FeedCounts]: FeedCounts[Key] }

const none: FeedCounts = { batches: 0, opsIn: 0, opsOut: 0, creditWaits: 0 }

export function createFeedTally(): FeedTally {
  const servers = new Map<ServerID, Counts>()
  const of = (server: ServerID): Counts => {
    let held = servers.get(server)
    if (!held) servers.set(server, (held = { ...none }))
    return held
  }
  return {
    given: (op) => {
      const server = serverOf(op)
      if (server !== null) of(server).opsIn++
    },
    posted: (ops, isLive) => {
      const seen = new Set<ServerID>()
      for (const op of ops) {
        const server = serverOf(op)
        if (server === null) continue
        if (isLive) of(server).opsOut++
        seen.add(server)
      }
      for (const server of seen) of(server).batches++
    },
    waited: (ops) => {
      const [first] = ops
      const server = first ? serverOf(first) : null
      if (server !== null) of(server).creditWaits++
    },
    read: (server) => ({ ...none, ...servers.get(server) }),
  }
}

/** Null: it belongs to no server. */
function serverOf(op: Op): ServerID | null {
  switch (op.op) {
    case 'server':
      return op.server.id
    case 'server.remove':
      return op.id
    case 'project':
      return op.project.server
    case 'session':
      return op.session.server
    case 'outbox':
      return op.item.server
    case 'outbox.remove':
      return op.sentTo?.server ?? null
    case 'notice':
      return op.notice.server
    default:
      return 'server' in op ? op.server : null
  }
}
