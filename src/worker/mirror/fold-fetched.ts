// What was fetched of a session's messages: as if it had arrived by the stream, and what it proves.

import type { FetchedMessage, ServerEvent } from '#contract/events'
import type { MessageID } from '#contract/ids'
import type { Message, Millis, Part } from '#contract/model'
import type { Op } from '#contract/ops'
import { forgetMessage, removeMessage, removePart, upsertMessage, upsertPart } from './fold-content.ts'
import { closeGap, openGap } from './gaps.ts'
import { newestOf, takeOutcome } from './outcome.ts'
import { pushGaps, pushView } from './push.ts'
import type { MirrorState, SessionState } from './state.ts'

type Event<T extends ServerEvent['type']> = Extract<ServerEvent, { readonly type: T }>

export function foldMessages(
  state: MirrorState,
  session: SessionState,
  event: Event<'fetched.messages'>,
  at: Millis,
  ops: Op[],
): void {
  const { content } = session
  if (event.source === 'cache' && content.from !== 'nothing') return
  // What it would join has left memory since it was asked for.
  if (!event.newest && content.from === 'nothing') return
  const before = newestOf(content)
  if (event.newest) removeUnlisted(state, session, event, ops)
  const first = event.messages[0]?.message.id
  const reachesFurther = first !== undefined && content.order[0] !== undefined && content.order[0] < first
  for (const fetched of event.messages) takeMessage(state, session, fetched, event.since, at, ops)
  // Held messages that reach further back than the page may have others before them: asking tells.
  content.older = reachesFurther && event.newest ? true : event.older
  // An older page says nothing of what is newer than it.
  if (event.newest) content.from = event.source
  if (event.source === 'server') takeOutcome(state, event.session, session, before, ops)
  const last = content.order.at(-1)
  if (event.source === 'cache' && last) content.hole = { after: last, last, from: 'cache' }
  if (event.source === 'server' && event.newest) {
    content.hole = null
    if (closeGap(state, session, 'session')) pushGaps(state, event.session, session, ops)
  }
  pushView(state, event.session, content, ops)
}

/** What the server's history tells of a session whose stream was cut. */
export function foldHistory(
  state: MirrorState,
  session: SessionState,
  event: Event<'fetched.history'>,
  at: Millis,
  ops: Op[],
): void {
  const { content } = session
  const before = newestOf(content)
  for (const missed of event.events) {
    if (missed.type === 'message.upsert') takeRecord(state, session, missed.message, event.since, ops)
    else if (missed.type === 'message.remove') removeMessage(state, session, missed.message, ops)
    else if (missed.type === 'part.remove') removePart(state, session, missed, ops)
    else if (missed.type === 'part.upsert') takePart(state, session, missed.part, missed.text, at, ops)
  }
  takeOutcome(state, event.session, session, before, ops)
  if (closeGap(state, session, 'session')) pushGaps(state, event.session, session, ops)
  if (content.hole?.from === 'cache') return
  content.hole = null
  // Only what was the server's before the cut has no other hole.
  if (content.from === 'cache') {
    content.from = 'server'
    pushView(state, event.session, content, ops)
  }
}

function takeMessage(
  state: MirrorState,
  session: SessionState,
  fetched: FetchedMessage,
  since: Millis,
  at: Millis,
  ops: Op[],
): void {
  if (session.content.removed.has(fetched.message.id)) return
  takeRecord(state, session, fetched.message, since, ops)
  for (const { part, text } of fetched.parts) takePart(state, session, part, text, at, ops)
  if (!isNewer(session.content.partsHeard, fetched.message.id, since))
    dropUnlistedParts(state, session, fetched, ops)
}

/** What the stream said after the fetch began is newer than the answer. */
const isNewer = (heard: ReadonlyMap<MessageID, Millis>, id: MessageID, since: Millis): boolean =>
  (heard.get(id) ?? -Infinity) >= since

function takeRecord(
  state: MirrorState,
  session: SessionState,
  message: Message,
  since: Millis,
  ops: Op[],
): void {
  const { removed, messages } = session.content
  if (removed.has(message.id) || isOlderCopy(message, messages.get(message.id))) return
  if (messages.has(message.id) && isNewer(session.content.heard, message.id, since)) return
  upsertMessage(state, session, message, ops)
}

const isOlderCopy = (next: Message, held: Message | undefined): boolean =>
  held?.role === 'assistant' &&
  next.role === 'assistant' &&
  held.completed !== null &&
  next.completed === null

function takePart(
  state: MirrorState,
  session: SessionState,
  part: Part,
  text: FetchedMessage['parts'][number]['text'],
  at: Millis,
  ops: Op[],
): void {
  const { content } = session
  if (content.removed.has(part.message)) return
  const isHalf = text?.final === false && text.field === 'text' && !content.parts.has(part.id)
  upsertPart(state, session, { type: 'part.upsert', part, text }, 'fetch', ops)
  // What of an unfinished text streamed before we listened can't be read back until it ends.
  const gap = { session: part.session, part: part.id, reason: 'unfinished-text', since: at } as const
  if (isHalf && openGap(state, session, gap)) pushGaps(state, part.session, session, ops)
}

/** Messages that the newest page lacks and would have are gone; those that it does not meet are let go. */
function removeUnlisted(
  state: MirrorState,
  session: SessionState,
  event: Event<'fetched.messages'>,
  ops: Op[],
): void {
  const { content } = session
  const { hole } = content
  const ids = new Set(event.messages.map((fetched) => fetched.message.id))
  const first = event.messages[0]?.message.id ?? null
  const last = event.messages.at(-1)?.message.id ?? null
  const isJoined =
    first !== null && (hole ? hole.from === 'cut' && first <= hole.after : content.messages.has(first))
  for (const id of [...content.order]) {
    if (ids.has(id) || isNewer(content.heard, id, event.since)) continue
    if (isNewer(content.partsHeard, id, event.since)) continue
    // One later than the page may have streamed before it was asked for, unless it was there before a cut.
    const isWithin = first !== null && last !== null && id > first && id < last
    const isFromBefore = hole !== null && event.source === 'server' && id <= hole.last
    if (isWithin || (isFromBefore && id > (last ?? ''))) removeMessage(state, session, id, ops)
    else if (first !== null && id < first && !isJoined && (isFromBefore || !content.messages.has(first))) {
      // There is a hole between them: what lies before it is let go, and read again when asked for.
      forgetMessage(state, session, id, ops)
    }
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
