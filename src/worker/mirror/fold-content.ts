// The part of the fold that concerns messages and their parts.

import type { FetchedMessage, ServerEvent } from '#contract/events'
import type { MessageID, PartID } from '#contract/ids'
import type { Message, Millis, Part } from '#contract/model'
import type { Op } from '#contract/ops'
import { insertOrdered, removeOrdered } from './ordered.ts'
import { pushGaps } from './push.ts'
import type { MirrorState, SessionState } from './state.ts'
import { applyWhole, textState } from './text.ts'

type Event<T extends ServerEvent['type']> = Extract<ServerEvent, { readonly type: T }>

export function upsertMessage(state: MirrorState, session: SessionState, message: Message, ops: Op[]): void {
  const { content } = session
  content.removed.delete(message.id)
  if (!content.messages.has(message.id)) insertOrdered(content.order, message.id)
  content.messages.set(message.id, message)
  ops.push({ op: 'message', server: state.server.id, message })
}

export function removeMessage(state: MirrorState, session: SessionState, id: MessageID, ops: Op[]): void {
  session.content.removed.add(id)
  forgetMessage(state, session, id, ops)
}

/** No longer held, but not gone: a page may bring it again. */
function forgetMessage(state: MirrorState, session: SessionState, id: MessageID, ops: Op[]): void {
  const { content } = session
  const held = content.messages.get(id)
  if (!held) return
  for (const part of content.partOrder.get(id) ?? []) forgetPart(session, part)
  content.partOrder.delete(id)
  content.messages.delete(id)
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
  if (text) {
    applyWhole(
      content,
      { server: state.server.id, session: part.session, part: part.id, field: text.field },
      text,
      ops,
    )
    // An empty text in the stream is a part's beginning: all that follows will be held.
    const isWhole = text.final || (from === 'stream' && textState(content, part.id, text.field).text === '')
    if (isWhole && session.gaps.delete(part.id)) pushGaps(state, part.session, session, ops)
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
  forgetPart(session, event.part)
  ops.push({
    op: 'part.remove',
    server: state.server.id,
    session: event.session,
    message: event.message,
    id: event.part,
  })
}

function forgetPart(session: SessionState, id: PartID): void {
  session.content.parts.delete(id)
  session.content.texts.delete(id)
  session.gaps.delete(id)
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

const isOlderCopy = (next: Message, held: Message | undefined): boolean =>
  held?.role === 'assistant' &&
  next.role === 'assistant' &&
  held.completed !== null &&
  next.completed === null

/** A fetched page: as if it had arrived by the stream; what it proves gone is removed. */
export function foldMessages(
  state: MirrorState,
  session: SessionState,
  event: Event<'fetched.messages'>,
  at: Millis,
  ops: Op[],
): void {
  const { content } = session
  if (event.source === 'cache' && content.from !== 'nothing') return
  if (event.newest) removeUnlisted(state, session, event.messages, ops)
  const first = event.messages[0]?.message.id
  const reachesFurther = first !== undefined && content.order[0] !== undefined && content.order[0] < first
  for (const fetched of event.messages) {
    if (content.removed.has(fetched.message.id)) continue
    if (!isOlderCopy(fetched.message, content.messages.get(fetched.message.id))) {
      upsertMessage(state, session, fetched.message, ops)
    }
    for (const { part, text } of fetched.parts) {
      const isHalf = text?.final === false && !content.parts.has(part.id)
      upsertPart(state, session, { type: 'part.upsert', part, text }, 'fetch', ops)
      if (isHalf && text.field === 'text') markUnfinished(state, session, part, at, ops)
    }
    dropUnlistedParts(state, session, fetched, ops)
  }
  // Held messages that reach further back than the page may have others before them: asking tells.
  content.older = reachesFurther && event.newest ? true : event.older
  content.from = event.source === 'server' || content.from === 'server' ? 'server' : 'cache'
  if (event.source === 'server' && event.newest && session.gaps.delete('session')) {
    pushGaps(state, event.session, session, ops)
  }
  ops.push({
    op: 'view',
    server: state.server.id,
    session: event.session,
    from: content.from,
    older: content.older,
    error: null,
  })
}

/** What of an unfinished text streamed before we listened can't be read back until it ends. */
function markUnfinished(state: MirrorState, session: SessionState, part: Part, at: Millis, ops: Op[]): void {
  session.gaps.set(part.id, { session: part.session, part: part.id, reason: 'unfinished-text', since: at })
  pushGaps(state, part.session, session, ops)
}

/**
 * Messages held within the page's range that it lacks are gone. Where the page and what is held don't
 * meet, there is a hole between them: what lies before it is let go, and read again when asked for.
 */
function removeUnlisted(
  state: MirrorState,
  session: SessionState,
  listed: readonly FetchedMessage[],
  ops: Op[],
): void {
  const first = listed[0]?.message.id
  const last = listed.at(-1)?.message.id
  const ids = new Set(listed.map((fetched) => fetched.message.id))
  if (first === undefined || last === undefined) return
  // A later one proves nothing: it may have streamed while those before it were made elsewhere.
  const meets = session.content.messages.has(first)
  for (const id of [...session.content.order]) {
    if (ids.has(id)) continue
    if (id > first && id < last) removeMessage(state, session, id, ops)
    else if (id < first && !meets) forgetMessage(state, session, id, ops)
  }
}

/** A finished message's parts are all listed: what we hold beyond them was removed meanwhile. */
function dropUnlistedParts(
  state: MirrorState,
  session: SessionState,
  fetched: FetchedMessage,
  ops: Op[],
): void {
  if (fetched.message.role !== 'assistant' || fetched.message.completed === null) return
  const listed = new Set(fetched.parts.map(({ part }) => part.id))
  const { id: message, session: sessionId } = fetched.message
  for (const part of [...(session.content.partOrder.get(message) ?? [])]) {
    if (!listed.has(part))
      removePart(state, session, { type: 'part.remove', session: sessionId, message, part }, ops)
  }
}
