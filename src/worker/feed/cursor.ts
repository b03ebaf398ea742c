import type { Cursor } from '#contract/feed'
import type { ServerID } from '#contract/ids'

type Rows = Record<ServerID, Cursor[ServerID]>

/** Up to where both say that all is applied; a row that one of them lacks, or has of another life, is left out. */
export function lowest(one: Cursor, other: Cursor): Cursor {
  const rows: Rows = {}
  for (const [server, row] of Object.entries(one) as [ServerID, Cursor[ServerID]][]) {
    const there = other[server]
    if (there?.epoch === row.epoch) rows[server] = there.seq < row.seq ? there : row
  }
  return rows
}

/** One step before: what has just happened is not applied yet. */
export function stepBefore(cursor: Cursor): Cursor {
  const rows: Rows = {}
  for (const [server, { epoch, seq }] of Object.entries(cursor) as [ServerID, Cursor[ServerID]][]) {
    rows[server] = { epoch, seq: Math.max(0, seq - 1) }
  }
  return rows
}
