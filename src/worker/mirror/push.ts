// Ops that say a session's state as it now is.

import type { SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { MirrorState, SessionState } from './state.ts'

export function pushActivity(state: MirrorState, id: SessionID, session: SessionState, ops: Op[]): void {
  ops.push({
    op: 'activity',
    server: state.server.id,
    id,
    activity: {
      status: session.status,
      unread: session.unread,
      error: session.error,
      activeElsewhere: session.activeElsewhere,
    },
  })
}

export function pushGaps(state: MirrorState, id: SessionID, session: SessionState, ops: Op[]): void {
  ops.push({ op: 'gaps', server: state.server.id, session: id, gaps: [...session.gaps.values()] })
}
