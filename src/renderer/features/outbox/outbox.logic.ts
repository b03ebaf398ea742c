// Which messages are shown as not sent yet, and how. Pure.

import type { OutboxID, ServerID, SessionID } from '#contract/ids'
import type { OutboxItem, Outgoing } from '#contract/model'

/** A session, or the folder in which the next prompt begins one. */
export interface OutboxPlace {
  readonly server: ServerID
  readonly directory: string
  readonly session: SessionID | null
}

const isHere = (item: OutboxItem, place: OutboxPlace): boolean =>
  item.server === place.server &&
  item.session === place.session &&
  (place.session !== null || item.directory === place.directory)

/** In the order in which they go. */
export const outboxOf = (
  outbox: Readonly<Record<OutboxID, OutboxItem>>,
  place: OutboxPlace,
): readonly OutboxItem[] =>
  Object.values<OutboxItem>(outbox)
    .filter((item) => isHere(item, place))
    .toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))

/** Parts that travel with a message beside its text. */
export const attachmentCount = (outgoing: Outgoing): number =>
  outgoing.type === 'shell' ? 0 : outgoing.parts.filter((part) => part.type === 'file').length
