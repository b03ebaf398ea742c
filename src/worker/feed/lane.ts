// Ops waiting for a window, in order. Texts of a part merge wherever they wait: a text passes structural
// ops that say nothing of its part, its message, or how whole its session is, and never any other.

import type { OpPiece } from '#contract/feed'
import type { PartID, ServerID, SessionID } from '#contract/ids'
import type { Op, TextOp } from '#contract/ops'
import { unitsThatFit } from './cut-text.ts'
import { holdText, type HeldText } from './held-text.ts'
import { weighOp } from './weigh.ts'

/** Taken entries are let go when there are this many: a lane that never empties must not keep them. */
const MAX_TAKEN_KEPT = 1024
/** A text is not begun in less room than this: a batch a little smaller is cheaper than one text more. */
const MIN_TEXT_ROOM = 1024

interface Waiting {
  readonly op: Op
  readonly text: HeldText | null
  /** An op larger than a batch, on its way in pieces. */
  pieces: { json: string; readonly id: number } | null
  bytes: number
}

export interface Taken {
  readonly ops: readonly Op[]
  readonly piece: OpPiece | null
  readonly bytes: number
}

export interface Lane {
  push(op: Op): void
  /**
   * The oldest ops, up to `room` bytes together. `whole`: the room is a whole batch; an op that is larger
   * still is cut: a text into texts, any other into pieces of its JSON, each taken alone.
   */
  take(room: number, whole: boolean): Taken
  /** Everything of another lane, behind what waits here. */
  join(other: Lane): void
  /** Everything that waits, which is then gone from here. */
  takeAll(): readonly Waiting[]
  /** Lets go of what nobody wants any more; an op that is half sent goes on. */
  drop(isUnwanted: (op: Op) => boolean): void
  clear(): void
  readonly bytes: () => number
  readonly isEmpty: () => boolean
  /** The oldest op, if there is one. */
  readonly first: () => readonly Op[]
}

/** `nextPiece` numbers the ops that go in pieces, one count for all lanes of a window. */
export function createLane(nextPiece: () => number): Lane {
  let entries: Waiting[] = []
  let head = 0
  let bytes = 0
  /** Texts that may still grow: nothing that they must not pass waits behind them. */
  const growing = new Map<ServerID, Map<PartID, Waiting>>()

  const add = (op: Op, text: HeldText | null, opBytes: number): Waiting => {
    const entry: Waiting = { op, text, pieces: null, bytes: opBytes }
    entries.push(entry)
    bytes += opBytes
    return entry
  }

  const grow = (op: TextOp, entry: Waiting): void => {
    const parts = growing.get(op.server)
    if (parts) parts.set(op.part, entry)
    else growing.set(op.server, new Map([[op.part, entry]]))
  }

  const pushText = (op: TextOp): void => {
    const textBytes = Buffer.byteLength(op.text)
    const waiting = growing.get(op.server)?.get(op.part)
    if (waiting?.text && waiting.text.op.field === op.field && waiting.text.append(op, textBytes)) {
      waiting.bytes += textBytes
      bytes += textBytes
      return
    }
    const text = holdText(op, textBytes)
    grow(op, add(op, text, text.bytes()))
  }

  const stopSession = (server: ServerID, session: SessionID): void => {
    const parts = growing.get(server)
    if (!parts) return
    for (const [part, { text }] of parts) if (text?.op.session === session) parts.delete(part)
  }

  /** After `op` has come no text that it speaks of may grow where it waits. */
  const stopGrowing = (op: Op): void => {
    switch (op.op) {
      case 'part':
        growing.get(op.server)?.delete(op.part.id)
        return
      case 'part.remove':
        growing.get(op.server)?.delete(op.id)
        return
      case 'text.end':
        growing.get(op.server)?.delete(op.part)
        return
      case 'message.remove':
      case 'messages.reset':
      case 'gaps':
      case 'view':
        return stopSession(op.server, op.session)
      case 'session.remove':
        return stopSession(op.server, op.id)
      case 'server.remove':
        growing.delete(op.id)
        return
      default:
        return
    }
  }

  const forget = (entry: Waiting): void => {
    if (entry.op.op !== 'text') return
    const parts = growing.get(entry.op.server)
    if (parts?.get(entry.op.part) === entry) parts.delete(entry.op.part)
  }

  const leave = (): void => {
    head++
    if (head === entries.length) clear()
    else if (head > MAX_TAKEN_KEPT) {
      entries = entries.slice(head)
      head = 0
    }
  }

  const clear = (): void => {
    entries = []
    head = 0
    bytes = 0
    growing.clear()
  }

  const takePiece = (entry: Waiting, room: number): Taken => {
    entry.pieces ??= { json: JSON.stringify(entry.op), id: nextPiece() }
    const { pieces } = entry
    const units = unitsThatFit(pieces.json, entry.bytes, room)
    const json = pieces.json.slice(0, units)
    const pieceBytes = Buffer.byteLength(json)
    const last = units === pieces.json.length
    pieces.json = pieces.json.slice(units)
    entry.bytes -= pieceBytes
    bytes -= pieceBytes
    if (last) leave()
    return { ops: [], piece: { op: pieces.id, json, last }, bytes: pieceBytes }
  }

  const take = (room: number, whole: boolean): Taken => {
    const ops: Op[] = []
    let left = room
    for (let entry = entries[head]; entry; entry = entries[head]) {
      const isAlone = whole && ops.length === 0
      if (entry.pieces || entry.bytes > left) {
        if (entry.text && (isAlone || left >= MIN_TEXT_ROOM)) {
          const { op, bytes: taken } = entry.text.take(left)
          ops.push(op)
          bytes -= entry.bytes - entry.text.bytes()
          entry.bytes = entry.text.bytes()
          left -= taken
        } else if (!entry.text && isAlone) return takePiece(entry, room)
        break
      }
      ops.push(entry.text ? entry.text.take(left).op : entry.op)
      left -= entry.bytes
      bytes -= entry.bytes
      forget(entry)
      leave()
    }
    return { ops, piece: null, bytes: room - left }
  }

  return {
    push: (op) => {
      if (op.op === 'text') return pushText(op)
      stopGrowing(op)
      add(op, null, weighOp(op))
    },
    take,
    takeAll: () => {
      const all = entries.slice(head)
      clear()
      return all
    },
    join: (other) => {
      for (const entry of other.takeAll()) {
        entries.push(entry)
        bytes += entry.bytes
      }
    },
    drop: (isUnwanted) => {
      const kept = entries.slice(head).filter(({ op, pieces }) => pieces !== null || !isUnwanted(op))
      const wasGrowing = new Map(growing)
      clear()
      entries = kept
      for (const entry of kept) {
        bytes += entry.bytes
        const { op } = entry
        if (op.op === 'text' && wasGrowing.get(op.server)?.get(op.part) === entry) grow(op, entry)
      }
    },
    clear,
    bytes: () => bytes,
    isEmpty: () => entries.length === 0,
    first: () => entries.slice(head, head + 1).map(({ op }) => op),
  }
}
