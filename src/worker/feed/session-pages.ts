// A session on its way to a window that has just opened it: part by part, newest message first, each read
// from the mirror when its turn comes. So a session of any size costs one part, and what streams meanwhile
// into a part still to come need not be sent at all.

import type { MessageID, PartID, SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { SessionSource } from '../mirror/snapshot.ts'

/**
 * What to do with an op of this session that comes now: `drop` it, since a page still to come tells it; send
 * it `behind` the page just read; or send it as any other (`free`).
 */
export type Placement = 'drop' | 'behind' | 'free'

export interface SessionPages {
  readonly ref: SessionRef
  /** The next page; empty when what it was about is gone, or when it is over. */
  next(): readonly Op[]
  readonly isOver: () => boolean
  place(op: Op): Placement
}

export function createSessionPages(ref: SessionRef, source: SessionSource): SessionPages {
  let place: 'none' | 'head' | 'messages' | 'tail' = 'none'
  /** What the page last read is about. */
  let message: MessageID | null = null
  const parts = new Set<PartID>()
  /** Still to come: messages, newest first, the parts of the one at hand, and where each part belongs. */
  let messages: readonly MessageID[] = []
  let next = 0
  let partsOfMessage: PartID[] = []
  const leftMessages = new Set<MessageID>()
  const leftParts = new Map<PartID, MessageID>()

  const readHead = (): readonly Op[] => {
    place = 'head'
    messages = source.messages()
    for (const id of messages) {
      leftMessages.add(id)
      for (const part of source.partsOf(id)) leftParts.set(part, id)
    }
    const ops = source.head()
    for (const op of ops) {
      if (op.op === 'part') parts.add(op.part.id)
      else if (op.op === 'text') parts.add(op.part)
    }
    return ops
  }

  const readPart = (): readonly Op[] | null => {
    for (let part = partsOfMessage.shift(); part; part = partsOfMessage.shift()) {
      if (!leftParts.delete(part) || message === null) continue
      parts.add(part)
      return source.part(message, part)
    }
    return null
  }

  const readMessage = (): readonly Op[] | null => {
    while (next < messages.length) {
      const id = messages[next++]
      if (id === undefined || !leftMessages.delete(id)) continue
      message = id
      partsOfMessage = [...source.partsOf(id)]
      return source.message(id)
    }
    return null
  }

  const placeMessage = (id: MessageID): Placement =>
    leftMessages.has(id) ? 'drop' : id === message ? 'behind' : 'free'
  const placePart = (id: PartID): Placement =>
    leftParts.has(id) ? 'drop' : parts.has(id) ? 'behind' : 'free'

  const forgetMessage = (id: MessageID): Placement => {
    const placed = placeMessage(id)
    leftMessages.delete(id)
    for (const [part, owner] of leftParts) if (owner === id) leftParts.delete(part)
    return placed
  }

  return {
    ref,
    isOver: () => place === 'tail',
    next: () => {
      if (place === 'none') return readHead()
      if (place === 'tail') return []
      parts.clear()
      place = 'messages'
      const page = readPart() ?? readMessage()
      if (page) return page
      place = 'tail'
      message = null
      return source.tail()
    },
    place: (op) => {
      if (place === 'none') return 'drop'
      switch (op.op) {
        case 'message':
          return placeMessage(op.message.id)
        case 'message.remove':
          return forgetMessage(op.id)
        case 'part':
          if (leftMessages.has(op.part.message)) leftParts.set(op.part.id, op.part.message)
          return placePart(op.part.id)
        case 'part.remove': {
          const placed = placePart(op.id)
          leftParts.delete(op.id)
          return placed
        }
        case 'text':
        case 'text.end':
          return placePart(op.part)
        case 'view':
          return place === 'tail' ? 'behind' : 'drop'
        default:
          return place === 'head' ? 'behind' : 'free'
      }
    },
  }
}
