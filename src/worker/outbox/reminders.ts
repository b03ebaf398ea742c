// A prompt that comes just as a turn ends badly can be taken in and never begun (seen, rarely). The same
// one again, under the same ids, begins it and doubles nothing.

import { sessionKey, type RefKey, type ServerID, type SessionRef } from '#contract/ids'
import type { Clock } from '../clock.ts'
import type { OutboxRow } from '../journal/outbox-store.ts'
import type { ServerRuntime } from '../servers/runtime.ts'
import { deliver } from './deliver.ts'

/** A turn begins within some hundred milliseconds of its prompt. */
const BEGIN_MS = 4_000
const MAX_REMINDERS = 2

export interface Reminders {
  /** The server has this prompt: is its turn begun? */
  watch(row: OutboxRow): void
  /** A turn runs in the session, or a person has called one off: nobody need be reminded there. */
  cancel(ref: SessionRef): void
}

export function createReminders(
  clock: Clock,
  runtimeOf: (server: ServerID) => ServerRuntime | null,
): Reminders {
  const waiting = new Map<RefKey, () => void>()

  const remindLater = (row: OutboxRow, left: number): void => {
    const { server, session } = row.item
    if (session === null || left === 0) return
    const key = sessionKey({ server, session })
    waiting.get(key)?.()
    const cancel = clock.after(BEGIN_MS, () => {
      waiting.delete(key)
      const runtime = runtimeOf(server)
      if (!runtime?.isUp() || !isUnanswered(runtime, row)) return
      remindLater(row, left - 1)
      void deliver(runtime, row)
    })
    waiting.set(key, cancel)
  }

  return {
    watch: (row) => remindLater(row, MAX_REMINDERS),
    cancel: (ref) => {
      const key = sessionKey(ref)
      waiting.get(key)?.()
      waiting.delete(key)
    },
  }
}

/** Nobody works in its session, and it is the newest there. */
function isUnanswered({ state }: ServerRuntime, { item, message }: OutboxRow): boolean {
  const held = item.session === null ? undefined : state.sessions.get(item.session)
  return held?.status.type === 'idle' && held.error === null && held.content.order.at(-1) === message
}
