// Ops waiting for a window. Texts of the same part merge, also across interleaved parts, but never past
// a structural op: what arrived after it is applied after it.

import type { Op, TextOp } from '#contract/ops'

/** What an op weighs on the wire beside its text: ids, offsets, punctuation. */
const TEXT_OP_BYTES = 160
/** A surrogate pair is never split. */
const MIN_CUT = 2
/** A window that never quite catches up must not keep what it already has. */
const MAX_TAKEN_KEPT = 1024

interface Entry {
  op: Op
  bytes: number
}

export interface Taken {
  readonly ops: readonly Op[]
  /** Nothing is left behind. */
  readonly last: boolean
}

export interface PendingOps {
  push(op: Op): void
  /** The oldest ops, up to `maxBytes` together (at least one; a longer text is cut, never a surrogate pair). */
  take(maxBytes: number): Taken
  clear(): void
  readonly bytes: () => number
  readonly isEmpty: () => boolean
}

const textKey = (op: TextOp): string => `${op.server}/${op.part}/${op.field}`

export function createPendingOps(): PendingOps {
  let entries: Entry[] = []
  let head = 0
  let bytes = 0
  /** Texts since the last structural op, by part and field. */
  const open = new Map<string, Entry>()

  const push = (op: Op): void => {
    if (op.op !== 'text') {
      open.clear()
      const entry = { op, bytes: JSON.stringify(op).length }
      entries.push(entry)
      bytes += entry.bytes
      return
    }
    const key = textKey(op)
    const waiting = open.get(key)
    if (waiting && waiting.op.op === 'text' && waiting.op.rev === op.rev) {
      if (waiting.op.at + waiting.op.text.length === op.at) {
        waiting.op = { ...waiting.op, text: waiting.op.text + op.text }
        waiting.bytes += op.text.length
        bytes += op.text.length
        return
      }
    }
    const entry = { op, bytes: op.text.length + TEXT_OP_BYTES }
    entries.push(entry)
    open.set(key, entry)
    bytes += entry.bytes
  }

  const take = (maxBytes: number): Taken => {
    const ops: Op[] = []
    let taken = 0
    while (head < entries.length) {
      const entry = entries[head]
      if (!entry) break
      if (ops.length > 0 && taken + entry.bytes > maxBytes) break
      const room = Math.max(MIN_CUT, maxBytes - TEXT_OP_BYTES)
      if (entry.op.op === 'text' && entry.op.text.length > room) {
        const [first, rest] = cutText(entry.op, room)
        ops.push(first)
        bytes -= first.text.length
        entry.op = rest
        entry.bytes -= first.text.length
        break
      }
      ops.push(entry.op)
      // What has been handed out can't grow any more.
      if (entry.op.op === 'text' && open.get(textKey(entry.op)) === entry) open.delete(textKey(entry.op))
      taken += entry.bytes
      bytes -= entry.bytes
      head++
    }
    if (head === entries.length) {
      entries = []
      head = 0
      bytes = 0
      open.clear()
    } else if (head > MAX_TAKEN_KEPT) {
      entries = entries.slice(head)
      head = 0
    }
    return { ops, last: entries.length === 0 }
  }

  return {
    push,
    take,
    clear: () => {
      entries = []
      head = 0
      bytes = 0
      open.clear()
    },
    bytes: () => bytes,
    isEmpty: () => entries.length === 0,
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

function cutText(op: TextOp, length: number): [TextOp, TextOp] {
  const at = isHighSurrogate(op.text.charCodeAt(length - 1)) ? length - 1 : length
  return [
    { ...op, text: op.text.slice(0, at) },
    { ...op, at: op.at + at, text: op.text.slice(at) },
  ]
}
