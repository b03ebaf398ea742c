// The last structural ops of one server, by seq, for windows that come back. Texts are not kept: they are
// read from the mirror.

import type { Op, TextOp } from '#contract/ops'
import { weighOp } from './weigh.ts'

/** Some hundred turns' structure: more than streams by while a page is away for a moment. */
const MAX_ENTRIES = 4_096
/** As much as a window may have pending: a replay costs no more than that. */
const MAX_BYTES = 8 * 1024 * 1024

export type RingOp = Exclude<Op, TextOp>

export interface Ring {
  push(seq: number, ops: readonly Op[]): void
  /** Everything after `seq`, oldest first; null when some of it is not held any more. */
  after(seq: number): readonly RingOp[] | null
  readonly bytes: () => number
}

export function createRing(maxEntries = MAX_ENTRIES, maxBytes = MAX_BYTES): Ring {
  let entries: { readonly seq: number; readonly op: RingOp; readonly bytes: number }[] = []
  let head = 0
  let bytes = 0
  /** The newest seq of which something was let go. */
  let lostSeq = 0

  const shrink = (): void => {
    while (entries.length - head > maxEntries || bytes > maxBytes) {
      const oldest = entries[head]
      if (!oldest) break
      head++
      bytes -= oldest.bytes
      lostSeq = oldest.seq
    }
    if (head <= maxEntries) return
    entries = entries.slice(head)
    head = 0
  }

  return {
    bytes: () => bytes,
    push: (seq, ops) => {
      for (const op of ops) {
        if (op.op === 'text') continue
        const entry = { seq, op, bytes: weighOp(op) }
        entries.push(entry)
        bytes += entry.bytes
      }
      shrink()
    },
    after: (seq) => {
      if (seq < lostSeq) return null
      let first = entries.length
      while (first > head && (entries[first - 1]?.seq ?? 0) > seq) first--
      return entries.slice(first).map(({ op }) => op)
    },
  }
}
