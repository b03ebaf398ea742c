// Whether a folder's running turns are known. A stream that has just been opened has told of none, and a
// prompt that is sent into a turn gets an id that the turn's own messages soon leave behind.

import { refKey, type RefKey, type ServerID } from '#contract/ids'
import { ok, type Result } from '#contract/result'
import type { Clock } from '../clock.ts'
import type { OutboxRow } from '../journal/outbox-store.ts'
import type { ServerRuntime } from '../servers/runtime.ts'

export interface TurnsKnown {
  /** Asks the server, once per folder and connection. */
  learn(runtime: ServerRuntime, row: OutboxRow): Promise<Result<null>>
  /** The connection is cut: turns may begin unseen. */
  forget(server: ServerID): void
}

export function createTurnsKnown(clock: Clock): TurnsKnown {
  const known = new Map<ServerID, Set<RefKey>>()
  return {
    forget: (server) => void known.delete(server),
    learn: async (runtime, { item }) => {
      const { server, session } = item
      const held = session === null ? undefined : runtime.state.sessions.get(session)?.session
      const directory = held?.directory ?? item.directory
      const folders = known.get(server) ?? new Set()
      if (folders.has(refKey(server, directory))) return ok(null)
      const since = clock.now()
      known.set(server, folders)
      const statuses = await runtime.client.statuses(directory)
      if (!statuses.ok) return statuses
      folders.add(refKey(server, directory))
      // One whose record has not come yet is in no folder that the mirror knows.
      for (const [id, status] of statuses.value) {
        if (!runtime.state.sessions.get(id)?.session) {
          runtime.dispatch({ type: 'session.status', session: id, status })
        }
      }
      runtime.dispatch({ type: 'fetched.statuses', directory, since, statuses: statuses.value })
      return ok(null)
    },
  }
}
