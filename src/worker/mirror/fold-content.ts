// The part of the fold that concerns messages and their parts, one at a time.

import type { ServerEvent } from '#contract/events'
import type { MessageID, PartID } from '#contract/ids'
import type { Message, Part } from '#contract/model'
import type { Op } from '#contract/ops'
import { closeGap } from './gaps.ts'
import { insertOrdered, removeOrdered } from './ordered.ts'
import { pushGaps, pushParts, pushTexts } from './push.ts'
import { remember } from './remembered.ts'
import type { MirrorState, SessionState } from './state.ts'
import { applyWhole, textState } from './text.ts'

type Event<T extends ServerEvent['type']> = Extract<ServerEvent, { readonly type: T }>

export function upsertMessage(state: MirrorState, session: SessionState, message: Message, ops: Op[]): void {
  const { content } = session
  content.removed.delete(message.id)
  const isNew = !content.messages.has(message.id)
  if (isNew) insertOrdered(content.order, message.id)
  content.messages.set(message.id, message)
  ops.push({ op: 'message', server: state.server.id, message })
  // Parts that streamed before their message was known went to nobody who opened the session since.
  if (isNew) pushParts(state.server.id, message.session, content, message.id, ops)
}

export function removeMessage(state: MirrorState, session: SessionState, id: MessageID, ops: Op[]): void {
  remember(session.content.removed, id)
  forgetMessage(state, session, id, ops)
}

/** No longer held, but not gone: a page may bring it again. */
export function forgetMessage(state: MirrorState, session: SessionState, id: MessageID, ops: Op[]): void {
  const { content } = session
  const held = content.messages.get(id)
  if (!held) return
  for (const part of content.partOrder.get(id) ?? []) forgetPart(state, session, part)
  content.partOrder.delete(id)
  content.messages.delete(id)
  content.heard.delete(id)
  content.partsHeard.delete(id)
  removeOrdered(content.order, id)
  ops.push({ op: 'message.remove', server: state.server.id, session: held.session, id })
}

export function upsertPart(
  state: MirrorState,
  session: SessionState,
  event: Event<'part.upsert'>,
  from: 'stream' | 'fetch',
  ops: Op[],
): void {
  const { content } = session
  const { part, text } = event
  const known = content.parts.get(part.id)
  if (known && isBehind(part, known)) return
  let order = content.partOrder.get(part.message)
  if (!order) content.partOrder.set(part.message, (order = []))
  if (!known) insertOrdered(order, part.id)
  content.parts.set(part.id, part)
  ops.push({ op: 'part', server: state.server.id, part })
  if (!known) pushTexts(state.server.id, part.session, content, part.id, ops)
  if (text) {
    const isOther = applyWhole(
      content,
      { server: state.server.id, session: part.session, part: part.id, field: text.field },
      text,
      ops,
    )
    // An empty text in the stream is a part's beginning: all that follows will be held.
    const isWhole = text.final || (from === 'stream' && textState(content, part.id, text.field).text === '')
    if (isWhole && closeGap(state, session, part.id)) {
      if (isOther) state.counts.repairs++
      pushGaps(state, part.session, session, ops)
    }
  }
}

export function removePart(
  state: MirrorState,
  session: SessionState,
  event: Event<'part.remove'>,
  ops: Op[],
): void {
  const order = session.content.partOrder.get(event.message)
  if (!session.content.parts.has(event.part)) return
  if (order) removeOrdered(order, event.part)
  forgetPart(state, session, event.part)
  ops.push({
    op: 'part.remove',
    server: state.server.id,
    session: event.session,
    message: event.message,
    id: event.part,
  })
}

function forgetPart(state: MirrorState, session: SessionState, id: PartID): void {
  session.content.parts.delete(id)
  session.content.texts.delete(id)
  closeGap(state, session, id)
}

/** A fetch that was under way may be older than the stream: an ended part never goes back. */
function isBehind(next: Part, known: Part): boolean {
  if (known.type === 'tool' && next.type === 'tool') return rank(next.state.status) < rank(known.state.status)
  if ((known.type === 'text' || known.type === 'reasoning') && next.type === known.type) {
    return known.end !== null && next.end === null
  }
  return false
}

function rank(status: 'pending' | 'running' | 'completed' | 'error'): number {
  return status === 'pending' ? 0 : status === 'running' ? 1 : 2
}
