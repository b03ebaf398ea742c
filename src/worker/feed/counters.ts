import type { FeedCounters } from '#contract/feed'

export const noCounters: FeedCounters = {
  snapshots: 0,
  replays: 0,
  overflows: 0,
  rejected: 0,
  pendingBytes: 0,
}

export const addCounters = (one: FeedCounters, other: FeedCounters): FeedCounters => ({
  snapshots: one.snapshots + other.snapshots,
  replays: one.replays + other.replays,
  overflows: one.overflows + other.overflows,
  rejected: one.rejected + other.rejected,
  pendingBytes: one.pendingBytes + other.pendingBytes,
})
