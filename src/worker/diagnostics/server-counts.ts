// The counters of one server, fed by its runtime.

import type { ServerDiagnostics } from '#contract/diagnostics'
import type { ConnectionState, Millis, Server } from '#contract/model'
import { createActivity, type Activity } from './activity.ts'

/** What a runtime knows of itself; windows and outbox count for themselves. */
export type RuntimeDiagnostics = Omit<ServerDiagnostics, 'feed' | 'outbox'>

type Counted = 'since' | 'countedSince' | keyof ReturnType<Activity['read']>

export interface ServerCounts {
  readonly activity: Activity
  /** Something was folded. */
  folded(): void
  read(): Pick<RuntimeDiagnostics, Counted>
}

export function createServerCounts(now: () => Millis, server: () => Server): ServerCounts {
  const countedSince = now()
  const activity = createActivity(now)
  let state: ConnectionState = server().connection.state
  let since = countedSince

  return {
    activity,
    folded: () => {
      const next = server().connection.state
      if (next === state) return
      state = next
      since = now()
    },
    read: () => ({ since, countedSince, ...activity.read() }),
  }
}
