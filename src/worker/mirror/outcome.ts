// How a session's newest turn went, as its messages tell it: what the stream says of it besides may be missed.

import { isDeepStrictEqual } from 'node:util'
import type { MessageID, SessionID } from '#contract/ids'
import type { Message, MessageError } from '#contract/model'
import type { Op } from '#contract/ops'
import { pushActivity } from './push.ts'
import type { Content, MirrorState, SessionState } from './state.ts'

export const newestOf = ({ order, messages }: Content): Message | null =>
  messages.get(order.at(-1) ?? ('' as MessageID)) ?? null

/**
 * After messages were taken in. A new turn begins anew: what the one before ended in is not said of it. An
 * answer that ended in an error says so itself.
 *
 * @param before the newest message until then; without one nothing is news, it is history
 */
export function takeOutcome(
  state: MirrorState,
  id: SessionID,
  session: SessionState,
  before: Message | null,
  ops: Op[],
): void {
  const newest = newestOf(session.content)
  if (!before || !newest) return
  const error = errorOf(newest)
  const isNewTurn = newest.id > before.id && turnOf(newest) !== turnOf(before)
  const isNewError = error !== null && !isDeepStrictEqual(error, errorOf(before))
  if (!(isNewTurn || isNewError) || isDeepStrictEqual(error, session.error)) return
  session.error = error
  if (error) session.unread = true
  pushActivity(state, id, session, ops)
}

const errorOf = (message: Message): MessageError | null =>
  message.role === 'assistant' && message.error?.aborted === false ? message.error : null

/** By the prompt that began it. */
const turnOf = (message: Message): MessageID => (message.role === 'user' ? message.id : message.parent)
