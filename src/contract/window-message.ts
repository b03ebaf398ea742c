// What a window says on the feed port, checked where it enters the worker. What the worker says is not
// checked op by op in the window: both come from one build (the hello compares versions), and a check of
// each op would cost more than applying it.

import * as z from 'zod/mini'
import type { WindowMessage } from './feed.ts'

/** A window opens some twenty sessions; far more is no window of ours. */
const MAX_SESSIONS = 256
/** More servers than anyone connects to. */
const MAX_SERVERS = 1_024

const count = z.number().check(z.int(), z.nonnegative())
const ref = z.object({ server: z.string(), session: z.string() })
const refs = z.array(ref).check(z.maxLength(MAX_SESSIONS))
const state = z.object({ active: z.nullable(ref), open: refs, visible: z.boolean(), focused: z.boolean() })
const cursor = z
  .record(z.string(), z.object({ epoch: z.string(), seq: count }))
  .check(z.refine((rows) => Object.keys(rows).length <= MAX_SERVERS))

const windowMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), v: z.number(), cursor, held: z.optional(refs), state }),
  z.object({ type: z.literal('ack'), batch: count }),
  z.object({ type: z.literal('state'), state }),
])
/** The part of a hello that never changes its shape. */
const anyHello = z.object({ type: z.literal('hello'), v: z.number() })

/** Null: not a message of this contract. */
export function readWindowMessage(message: unknown): WindowMessage | null {
  const read = windowMessage.safeParse(message)
  return read.success ? (read.data as WindowMessage) : null
}

/** The contract that a hello speaks, also one whose further shape is unknown here. */
export function helloVersion(message: unknown): number | null {
  const read = anyHello.safeParse(message)
  return read.success ? read.data.v : null
}
