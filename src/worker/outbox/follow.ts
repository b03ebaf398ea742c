// How the outbox and the mirror hear of each other.

import type { ServerID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Outbox, OutboxChange } from './outbox.ts'

/** What a server's changes mean for what waits to be sent. */
export function followMirror(outbox: Outbox, server: ServerID, ops: readonly Op[]): void {
  for (const op of ops) {
    if (op.op === 'message' && op.message.role === 'user') outbox.confirm(server, op.message.id)
    if (op.op === 'activity' && op.activity.status.type === 'idle') outbox.pump(server)
    else if (op.op === 'activity') outbox.begun({ server, session: op.id })
    if (op.op === 'server') outbox.pump(server)
  }
}

/** A change of the outbox as windows are told of it. */
export const outboxOp = (change: OutboxChange): Op =>
  'item' in change
    ? { op: 'outbox', item: change.item }
    : { op: 'outbox.remove', id: change.removed, sentTo: change.sentTo }
