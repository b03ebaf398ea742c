// The mirror as ops: what a window gets at its hello, and what a session gives when it is opened.

import type { MessageID, PartID, ServerID, SessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import { pushPart, pushParts, pushTexts } from './push.ts'
import type { Content, MirrorState, SessionState } from './state.ts'

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

/** A session as a window gets it, to be read piece by piece: each call tells the mirror as it then is. */
export interface SessionSource {
  /** Forgets what the window holds, and says what there is beside messages. */
  head(): Op[]
  /** Newest first, so that a window can paint before the rest has come. */
  messages(): readonly MessageID[]
  partsOf(message: MessageID): readonly PartID[]
  /** Its record; empty when the message is gone. */
  message(message: MessageID): Op[]
  /** A part of it with all that is held of it; empty when it is gone. */
  part(message: MessageID, part: PartID): Op[]
  /** Says how whole the session is. */
  tail(): Op[]
}

export function sessionSource(state: MirrorState, id: SessionID): SessionSource {
  const server = state.server.id
  const content = (): Content | undefined => state.sessions.get(id)?.content
  return {
    head: () => {
      const ops: Op[] = [{ op: 'messages.reset', server, session: id }]
      const held = state.sessions.get(id)
      if (!held) return ops
      pushDetails(state, id, held, ops)
      pushAhead(server, id, held.content, ops)
      return ops
    },
    messages: () => content()?.order.toReversed() ?? [],
    partsOf: (message) => content()?.partOrder.get(message) ?? [],
    message: (message) => {
      const record = content()?.messages.get(message)
      return record ? [{ op: 'message', server, message: record }] : []
    },
    part: (message, part) => {
      const ops: Op[] = []
      const held = content()
      if (held?.messages.has(message)) pushPart(server, id, held, part, ops)
      return ops
    },
    tail: () => {
      const held = content()
      const [from, older] = [held?.from ?? 'nothing', held?.older ?? false]
      return [{ op: 'view', server, session: id, from, older, error: null }]
    },
  }
}

/** What streamed before its message, or its part's record, was known: what follows continues it. */
function pushAhead(server: ServerID, id: SessionID, content: Content, ops: Op[]): void {
  for (const message of content.partOrder.keys())
    if (!content.messages.has(message)) pushParts(server, id, content, message, ops)
  for (const part of content.texts.keys())
    if (!content.parts.has(part)) pushTexts(server, id, content, part, ops)
}

/** All of a session at once. */
export function sessionSnapshot(state: MirrorState, id: SessionID): Op[] {
  const source = sessionSource(state, id)
  return [
    ...source.head(),
    ...source
      .messages()
      .flatMap((message) => [
        ...source.message(message),
        ...source.partsOf(message).flatMap((part) => source.part(message, part)),
      ]),
    ...source.tail(),
  ]
}

function pushDetails(state: MirrorState, id: SessionID, held: SessionState, ops: Op[]): void {
  const server = state.server.id
  if (held.todos.length > 0) ops.push({ op: 'todos', server, session: id, todos: held.todos })
  if (held.diff.length > 0) ops.push({ op: 'diff', server, session: id, files: held.diff })
  if (held.gaps.size > 0) ops.push({ op: 'gaps', server, session: id, gaps: [...held.gaps.values()] })
}
