// The mirror as ops: what a window gets at its hello, and what a session gives when it is opened.

import type { SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import { pushParts } from './push.ts'
import type { MirrorState, SessionState } from './state.ts'

/** Everything but messages. */
export function serverSnapshot(state: MirrorState): Op[] {
  const server = state.server.id
  const ops: Op[] = [{ op: 'server', server: state.server }]
  for (const project of state.projects.values()) ops.push({ op: 'project', project })
  for (const [id, held] of state.sessions) {
    if (!held.session) continue
    ops.push({ op: 'session', session: held.session })
    if (held.status.type !== 'idle' || held.unread || held.error || held.activeElsewhere) {
      ops.push({
        op: 'activity',
        server,
        id,
        activity: {
          status: held.status,
          unread: held.unread,
          error: held.error,
          activeElsewhere: held.activeElsewhere,
        },
      })
    }
  }
  for (const ask of state.asks.values()) ops.push({ op: 'ask', server, ask })
  return ops
}

/** A session's messages, newest first so that a window can paint before the rest has come. */
export function sessionSnapshot(state: MirrorState, id: SessionID): Op[] {
  const server = state.server.id
  const held = state.sessions.get(id)
  const ops: Op[] = [{ op: 'messages.reset', server, session: id }]
  if (held) {
    pushDetails(state, id, held, ops)
    for (let i = held.content.order.length - 1; i >= 0; i--) {
      const message = held.content.order[i]
      const record = message && held.content.messages.get(message)
      if (message && record) {
        ops.push({ op: 'message', server, message: record })
        pushParts(server, id, held.content, message, ops)
      }
    }
  }
  const content = held?.content
  ops.push({
    op: 'view',
    server,
    session: id,
    from: content?.from ?? 'nothing',
    older: content?.older ?? false,
    error: null,
  })
  return ops
}

function pushDetails(state: MirrorState, id: SessionID, held: SessionState, ops: Op[]): void {
  const server = state.server.id
  if (held.todos.length > 0) ops.push({ op: 'todos', server, session: id, todos: held.todos })
  if (held.diff.length > 0) ops.push({ op: 'diff', server, session: id, files: held.diff })
  if (held.gaps.size > 0) ops.push({ op: 'gaps', server, session: id, gaps: [...held.gaps.values()] })
}
