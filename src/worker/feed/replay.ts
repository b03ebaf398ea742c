// What a window lacks that was away for a moment: the structural ops since its cursor in their order, and
// each text that can have changed since then, whole and under its own revision, so that a window that has
// more of it than its cursor says is not disturbed.

import type { PartID, SessionID, SessionRef } from '#contract/ids'
import { contentSession } from '#contract/content-session'
import type { Op } from '#contract/ops'
import { pushTexts } from '../mirror/push.ts'
import type { MirrorState } from '../mirror/state.ts'
import { openSessions } from './open-sessions.ts'
import type { RingOp } from './ring.ts'

/**
 * @param held sessions whose content the window has; the content of others it gets whole
 */
export function replayOps(state: MirrorState, since: readonly RingOp[], held: readonly SessionRef[]): Op[] {
  const isHeld = openSessions(held)
  const ops: Op[] = []
  const pushText = (session: SessionID, part: PartID): void => {
    const content = state.sessions.get(session)?.content
    if (content) pushTexts(state.server.id, session, content, part, ops)
  }
  const lastEnd = new Map<string, RingOp>()
  for (const op of since) if (op.op === 'text.end') lastEnd.set(`${op.part}#${op.field}`, op)
  for (const op of since) {
    const content = contentSession(op)
    if (content && !isHeld.has(content)) continue
    // The text may have been replaced since, and ended again: it is told once, as it is, where it last ended.
    if (op.op !== 'text.end') ops.push(op)
    else if (lastEnd.get(`${op.part}#${op.field}`) === op) pushText(op.session, op.part)
  }
  for (const { server, session } of held) {
    if (server !== state.server.id) continue
    for (const [part, fields] of state.sessions.get(session)?.content.texts ?? [])
      if ([...fields.values()].some((text) => !text.final)) pushText(session, part)
  }
  return ops
}
