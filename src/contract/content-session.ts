import type { SessionRef } from './ids.ts'
import type { Op } from './ops.ts'

/** The session whose content an op changes: windows get it for the sessions they have open. Null: for all. */
export function contentSession(op: Op): SessionRef | null {
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
      return op
    case 'message':
      return { server: op.server, session: op.message.session }
    case 'part':
      return { server: op.server, session: op.part.session }
    default:
      return null
  }
}
