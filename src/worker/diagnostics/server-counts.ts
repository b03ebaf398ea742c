// The counters of one server, fed by its runtime and read off those who count for themselves.

import type { ServerDiagnostics } from '#contract/diagnostics'
import type { ConnectionState, Millis } from '#contract/model'
import type { BackendCounts } from '../backends/backend.ts'
import type { MirrorState } from '../mirror/state.ts'
import type { SyncCounts } from '../servers/sync.ts'
import type { StreamSupervisor } from '../stream/supervisor.ts'
import { createActivity, type Activity } from './activity.ts'

/** What a runtime knows of itself; windows and outbox count for themselves. */
export type RuntimeDiagnostics = Omit<ServerDiagnostics, 'feed' | 'outbox'>

export interface ServerCounts {
  readonly activity: Activity
  /** Something was folded. */
  folded(): void
  read(
    stream: Pick<StreamSupervisor, 'attempts' | 'silentCuts'>,
    backend: BackendCounts,
    sync: Readonly<SyncCounts>,
  ): RuntimeDiagnostics
}

export function createServerCounts(now: () => Millis, mirror: MirrorState): ServerCounts {
  const countedSince = now()
  const activity = createActivity(now)
  let state: ConnectionState = mirror.server.connection.state
  let since = countedSince

  return {
    activity,
    folded: () => {
      const next = mirror.server.connection.state
      if (next === state) return
      state = next
      since = now()
    },
    read: (stream, backend, sync) => ({
      server: mirror.server.id,
      connection: mirror.server.connection,
      attempts: stream.attempts(),
      silentCuts: stream.silentCuts(),
      events: backend.events,
      unknown: backend.unknown,
      duplicates: backend.duplicates,
      rejected: backend.rejected,
      pong: backend.pong,
      gaps: mirror.counts.gapsOpened,
      gapsClosed: mirror.counts.gapsClosed,
      openGaps: [...mirror.sessions.values()].reduce((sum, { gaps }) => sum + gaps.size, 0),
      repairs: mirror.counts.repairs,
      ...sync,
      since,
      countedSince,
      ...activity.read(),
    }),
  }
}
