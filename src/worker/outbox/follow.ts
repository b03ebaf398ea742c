// How the outbox and the mirror hear of each other.

import type { ServerID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { OutboxChange } from './changes.ts'
import type { Outbox } from './outbox.ts'

/** What a server's changes mean for what waits to be sent. */
export function followMirror(outbox: Outbox, server: ServerID, ops: readonly Op[]): void {
  for (const op of ops) {
    switch (op.op) {
      case 'message':
        if (op.message.role === 'user') outbox.confirm(server, op.message.id)
        else if (op.message.error?.aborted)
          outbox.ended({ server, session: op.message.session }, op.message.parent)
        break
      case 'activity':
        if (op.activity.status.type !== 'idle') {
          outbox.begun({ server, session: op.id })
          break
        }
        outbox.ended({ server, session: op.id }, null)
        outbox.pump(server)
        break
      case 'session':
        outbox.titled({ server, session: op.session.id }, op.session.title)
        break
      case 'session.remove':
        outbox.titled({ server, session: op.id }, null)
        break
      case 'ask.remove':
        outbox.settled(server, op.id)
        break
      case 'server':
        outbox.pump(server)
        break
    }
  }
}

/** A change of the outbox as windows are told of it. */
export function outboxOp(change: OutboxChange): Op {
  switch (change.type) {
    case 'message':
      return { op: 'outbox', item: change.item }
    case 'message.end':
      return { op: 'outbox.remove', id: change.item.id, sentTo: change.sentTo }
    case 'command':
      return { op: 'command', item: change.item }
    case 'command.end':
      return { op: 'command.remove', id: change.id }
    case 'said':
      return { op: 'notice', notice: change.notice }
  }
}

/** All of it, for a window that has just come. */
export const outboxOps = (outbox: Outbox): readonly Op[] => [
  ...outbox.lastSent().map(({ id, sentTo }) => ({ op: 'outbox.remove', id, sentTo }) as const),
  ...outbox.items().map((item) => ({ op: 'outbox', item }) as const),
  ...outbox.commands().map((item) => ({ op: 'command', item }) as const),
]
