// Which sessions' content this window takes, and which it holds whole: what it tells a worker that it comes
// back to. A session just opened is taken from the batches that the worker sent knowing of it.

import { sessionKey, type RefKey, type SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'

interface Entry {
  readonly ref: SessionRef
  /** The window's state that opened it, by number. */
  readonly openedBy: number
  phase: 'awaited' | 'filling' | 'held'
}

export interface HeldSessions {
  /** The window said, in its state of this number, that it has these open. */
  open(refs: readonly SessionRef[], state: number): void
  /** A new connection of a window that has these open: what was half here comes anew. */
  reconnect(refs: readonly SessionRef[]): {
    /** Of those open. */
    readonly whole: readonly SessionRef[]
    readonly closed: readonly SessionRef[]
  }
  /** A snapshot begins: everything comes anew. */
  restart(): void
  /** Whether an op of this session's content is to be applied. `states`: how many the worker had heard. */
  takes(op: Op, session: SessionRef, states: number): boolean
}

export function createHeldSessions(): HeldSessions {
  let entries = new Map<RefKey, Entry>()

  const open = (refs: readonly SessionRef[], state: number): void => {
    const next = new Map<RefKey, Entry>()
    for (const ref of refs) {
      const key = sessionKey(ref)
      next.set(key, entries.get(key) ?? { ref, openedBy: state, phase: 'awaited' })
    }
    entries = next
  }

  return {
    open,
    reconnect: (refs) => {
      const before = [...entries.values()]
      const kept = before.filter(({ phase }) => phase === 'held')
      entries = new Map(kept.map((entry) => [sessionKey(entry.ref), { ...entry, openedBy: 0 }]))
      open(refs, 0)
      return {
        whole: kept.map(({ ref }) => ref).filter((ref) => entries.has(sessionKey(ref))),
        closed: before.map(({ ref }) => ref).filter((ref) => !entries.has(sessionKey(ref))),
      }
    },
    restart: () => {
      for (const entry of entries.values()) entry.phase = 'awaited'
    },
    takes: (op, session, states) => {
      const entry = entries.get(sessionKey(session))
      if (!entry || states < entry.openedBy) return false
      if (op.op === 'messages.reset') entry.phase = 'filling'
      else if (op.op === 'view' && entry.phase === 'filling') entry.phase = 'held'
      return true
    },
  }
}
