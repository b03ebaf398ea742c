// A session on its way to a window that has just opened it: message by message, newest first, each read
// from the mirror when its turn comes. So a session of any size costs one message, and what streams
// meanwhile into a message still to come need not be sent at all.

import type { MessageID, PartID, SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { SessionSource } from '../mirror/snapshot.ts'

export interface SessionPages {
  readonly ref: SessionRef
  /** The next page; empty when it is over. */
  next(): readonly Op[]
  readonly isOver: () => boolean
  /**
   * What to do with an op of this session that comes now: `drop` it, since a page still to come tells it;
   * send it `behind` the page just read; or send it as any other (`free`).
   */
  place(op: Op): 'drop' | 'behind' | 'free'
}

type Placement = 'drop' | 'behind' | 'free'

export function createSessionPages(ref: SessionRef, source: SessionSource): SessionPages {
  /** The page last read. */
  let hand: 'none' | 'head' | 'tail' | MessageID = 'none'
  const handParts = new Set<PartID>()
  let order: readonly MessageID[] = []
  let at = 0
  /** Messages still to come, and the parts in them. */
  const leftMessages = new Set<MessageID>()
  const leftParts = new Map<PartID, MessageID>()

  const take = (what: typeof hand, ops: readonly Op[]): readonly Op[] => {
    hand = what
    handParts.clear()
    for (const op of ops) {
      if (op.op === 'part') handParts.add(op.part.id)
      else if (op.op === 'text') handParts.add(op.part)
    }
    return ops
  }

  const begin = (): readonly Op[] => {
    order = source.messages()
    for (const message of order) {
      leftMessages.add(message)
      for (const part of source.partsOf(message)) leftParts.set(part, message)
    }
    return take('head', source.head())
  }

  const readMessage = (message: MessageID): readonly Op[] => {
    leftMessages.delete(message)
    const ops = take(message, source.message(message))
    for (const part of handParts) leftParts.delete(part)
    return ops
  }

  const placeMessage = (message: MessageID): Placement =>
    leftMessages.has(message) ? 'drop' : message === hand ? 'behind' : 'free'

  const placePart = (part: PartID): Placement =>
    leftParts.has(part) ? 'drop' : handParts.has(part) ? 'behind' : 'free'

  return {
    ref,
    isOver: () => hand === 'tail',
    next: () => {
      if (hand === 'none') return begin()
      if (hand === 'tail') return []
      while (at < order.length) {
        const message = order[at++]
        if (message !== undefined && leftMessages.has(message)) return readMessage(message)
      }
      return take('tail', source.tail())
    },
    place: (op) => {
      if (hand === 'none') return 'drop'
      switch (op.op) {
        case 'message':
          return placeMessage(op.message.id)
        case 'message.remove': {
          const placed = placeMessage(op.id)
          leftMessages.delete(op.id)
          return placed
        }
        case 'part': {
          const { id, message } = op.part
          const placed = placeMessage(message)
          if (placed === 'drop') leftParts.set(id, message)
          if (placed === 'behind') handParts.add(id)
          return placed
        }
        case 'part.remove':
          return placeMessage(op.message)
        case 'text':
        case 'text.end':
          return placePart(op.part)
        case 'view':
          return hand === 'tail' ? 'behind' : 'drop'
        default:
          return hand === 'head' ? 'behind' : 'free'
      }
    },
  }
}
