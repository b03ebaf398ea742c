// What the worker says, as far as it is checked here: both ends come from one build, which the hello
// compares, so the frame alone. A check of each op would cost more than applying it.

import type { FeedBatch, FeedMessage } from '#contract/feed'

type Loose = { readonly [key: string]: unknown }

/** Null: not a message of this contract. */
export function readFeedMessage(message: unknown): FeedMessage | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, v, batch, ops, upTo } = message as Loose
  if (type === 'reload') return typeof v === 'number' ? { type, v } : null
  const isBatch =
    type === 'batch' &&
    typeof batch === 'number' &&
    Array.isArray(ops) &&
    typeof upTo === 'object' &&
    upTo !== null
  return isBatch ? (message as FeedBatch) : null
}
