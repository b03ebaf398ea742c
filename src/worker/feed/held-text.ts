// A growing text that waits. A string grown delta by delta is a tree that costs some sixty bytes for each
// delta of five: joined in pieces, waiting text costs what its characters cost.

import type { TextOp } from '#contract/ops'
import { unitsThatFit } from './cut-text.ts'
import { TEXT_OP_BYTES } from './weigh.ts'

/** Few enough that the unjoined ones weigh nothing, enough that joining costs nothing. */
const JOIN_AFTER = 128

export interface HeldText {
  /** Appends what follows directly; false when the op is of another revision or place. */
  append(op: TextOp, textBytes: number): boolean
  /** At most `room` bytes of it; null when it is then empty. */
  take(room: number): { readonly op: TextOp; readonly bytes: number; readonly isWhole: boolean }
  readonly bytes: () => number
  readonly op: TextOp
}

export function holdText(op: TextOp, textBytes: number): HeldText {
  let at = op.at
  let text = op.text
  let tail: string[] = []
  let end = op.at + op.text.length
  let bytes = textBytes

  const join = (): void => {
    if (tail.length === 0) return
    text += tail.join('')
    tail = []
  }

  return {
    op,
    bytes: () => bytes + TEXT_OP_BYTES,
    append: (next, nextBytes) => {
      if (next.rev !== op.rev || next.at !== end) return false
      tail.push(next.text)
      end += next.text.length
      bytes += nextBytes
      if (tail.length === JOIN_AFTER) join()
      return true
    },
    take: (room) => {
      join()
      const units = unitsThatFit(text, bytes, Math.max(1, room - TEXT_OP_BYTES))
      const isWhole = units === text.length
      const first = isWhole ? text : text.slice(0, units)
      const firstBytes = isWhole ? bytes : Buffer.byteLength(first)
      const taken = { ...op, at, text: first }
      at += units
      text = isWhole ? '' : text.slice(units)
      bytes -= firstBytes
      return { op: taken, bytes: firstBytes + TEXT_OP_BYTES, isWhole }
    },
  }
}
