import type { Op } from '#contract/ops'

/** What a text op weighs beside its text: ids, offsets, punctuation. */
export const TEXT_OP_BYTES = 160

/** One op goes to several windows and the ring: it is made JSON once to be weighed. */
const weights = new WeakMap<Op, number>()

/** Bytes of the op's JSON in UTF-8, near enough: escapes in a growing text are not counted. */
export function weighOp(op: Op): number {
  if (op.op === 'text') return TEXT_OP_BYTES + Buffer.byteLength(op.text)
  const known = weights.get(op)
  if (known !== undefined) return known
  const bytes = Buffer.byteLength(JSON.stringify(op))
  weights.set(op, bytes)
  return bytes
}
