import { refKey, type RefKey } from '#contract/ids'
import type { Op } from '#contract/ops'

/** The session whose content an op changes; null for what every window gets. */
export function contentSession(op: Op): RefKey | null {
  switch (op.op) {
    case 'text':
    case 'text.end':
    case 'diff':
    case 'todos':
    case 'view':
    case 'messages.reset':
    case 'message.remove':
    case 'part.remove':
    case 'gaps':
      return refKey(op.server, op.session)
    case 'message':
      return refKey(op.server, op.message.session)
    case 'part':
      return refKey(op.server, op.part.session)
    default:
      return null
  }
}
