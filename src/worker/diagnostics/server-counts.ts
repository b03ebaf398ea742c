// The counters of one server, fed by its runtime.

import type { ServerDiagnostics } from '#contract/diagnostics'
import type { ConnectionState, Millis, Server } from '#contract/model'
import type { Op } from '#contract/ops'
import { createActivity, type Activity } from './activity.ts'
import { createGapCounts } from './gap-counts.ts'

/** What a runtime knows of itself; windows and outbox count for themselves. */
export type RuntimeDiagnostics = Omit<ServerDiagnostics, 'feed' | 'outbox'>

type Counted =
  'since' | 'countedSince' | 'gaps' | 'openGaps' | 'repairs' | 'catchUps' | keyof ReturnType<Activity['read']>

export interface ServerCounts {
  readonly activity: Activity
  /** What a fold changed. */
  ops(ops: readonly Op[]): void
  caughtUp(): void
  read(): Pick<RuntimeDiagnostics, Counted>
}

export function createServerCounts(now: () => Millis, server: () => Server): ServerCounts {
  const countedSince = now()
  const activity = createActivity(now)
  const gaps = createGapCounts()
  let catchUps = 0
  let state: ConnectionState = server().connection.state
  let since = countedSince

  return {
    activity,
    ops: (ops) => {
      gaps.note(ops)
      const next = server().connection.state
      if (next === state) return
      state = next
      since = now()
    },
    caughtUp: () => {
      catchUps++
    },
    read: () => ({
      since,
      countedSince,
      gaps: gaps.gaps(),
      openGaps: gaps.open(),
      repairs: gaps.repairs(),
      catchUps,
      ...activity.read(),
    }),
  }
}
