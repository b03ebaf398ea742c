// Ops that say a session's state as it now is.

import type { MessageID, PartID, ServerID, SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import { textHash } from '#contract/text-hash'
import type { Content, MirrorState, SessionState } from './state.ts'

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

export function pushView(state: MirrorState, session: SessionID, { from, older }: Content, ops: Op[]): void {
  ops.push({ op: 'view', server: state.server.id, session, from, older, error: null })
}

/** A message's parts with all that is held of them. */
export function pushParts(
  server: ServerID,
  session: SessionID,
  content: Content,
  message: MessageID,
  ops: Op[],
): void {
  for (const part of content.partOrder.get(message) ?? []) pushPart(server, session, content, part, ops)
}

export function pushPart(
  server: ServerID,
  session: SessionID,
  content: Content,
  part: PartID,
  ops: Op[],
): void {
  const record = content.parts.get(part)
  if (record) ops.push({ op: 'part', server, part: record })
  pushTexts(server, session, content, part, ops)
}

export function pushTexts(
  server: ServerID,
  session: SessionID,
  content: Content,
  part: PartID,
  ops: Op[],
): void {
  for (const [field, { rev, text, final }] of content.texts.get(part) ?? []) {
    const target = { server, session, part, field, rev }
    ops.push({ op: 'text', ...target, at: 0, text })
    if (final) ops.push({ op: 'text.end', ...target, length: text.length, hash: textHash(text) })
  }
}
