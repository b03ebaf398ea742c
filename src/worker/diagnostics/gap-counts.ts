// Counts holes and repairs where both are certain: in what the fold says of a session's gaps.

import type { SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'

export interface GapCounts {
  note(ops: readonly Op[]): void
  readonly gaps: () => number
  readonly repairs: () => number
  readonly open: () => number
}

export function createGapCounts(): GapCounts {
  let gaps = 0
  let repairs = 0
  /** Sessions with open holes: the parts, or the session itself. */
  const open = new Map<SessionID, ReadonlySet<string>>()

  const set = (session: SessionID, next: ReadonlySet<string>): void => {
    const before = open.get(session) ?? new Set<string>()
    gaps += [...next].filter((each) => !before.has(each)).length
    repairs += [...before].filter((each) => !next.has(each)).length
    if (next.size === 0) open.delete(session)
    else open.set(session, next)
  }

  return {
    note: (ops) => {
      for (const op of ops) {
        if (op.op === 'gaps') set(op.session, new Set(op.gaps.map((gap) => gap.part ?? 'session')))
        // What is gone with its session was not repaired.
        else if (op.op === 'session.remove') open.delete(op.id)
      }
    },
    gaps: () => gaps,
    repairs: () => repairs,
    open: () => [...open.values()].reduce((sum, { size }) => sum + size, 0),
  }
}
