// One window's feed: waits for its hello, holds ops for at most one cadence, and never has more than two
// batches under way, so that a slow window costs bounded memory and slows nobody.

import type { Cursor, FeedMessage, WindowMessage, WindowState } from '#contract/feed'
import { sessionKey, type RefKey, type SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import type { Clock } from '../clock.ts'
import { createPendingOps } from './pending.ts'
import { contentSession } from './content-session.ts'
import type { FeedTally } from './feed-tally.ts'

/** One frame at 60 Hz: what a person watches. */
const ACTIVE_CADENCE_MS = 16
/** Rows of the sidebar and sessions in the background. */
const OTHER_CADENCE_MS = 100
/** Nobody looks. */
const HIDDEN_CADENCE_MS = 250
/** A batch that costs a window well under a frame to apply. */
const MAX_BATCH_BYTES = 64 * 1024
/** One being applied, one on its way. */
const CREDIT = 2
/** Past this a window is too slow for its backlog to be worth more than a snapshot. */
const MAX_PENDING_BYTES = 8 * 1024 * 1024

export interface WindowFeedOptions {
  readonly port: Port
  readonly clock: Clock
  /** Everything but messages, of every server. */
  readonly snapshot: () => readonly Op[]
  readonly sessionSnapshot: (ref: SessionRef) => readonly Op[]
  readonly cursor: () => Cursor
  readonly tally: FeedTally
  /** The window said what it shows; `opened` are sessions it did not have before. */
  readonly onState: (state: WindowState, opened: readonly SessionRef[]) => void
}

export interface WindowFeed {
  push(ops: readonly Op[]): void
  readonly state: () => WindowState | null
  close(): void
}

export function createWindowFeed(options: WindowFeedOptions): WindowFeed {
  const { port, clock } = options
  const pending = createPendingOps()
  let state: WindowState | null = null
  let activeKey: RefKey | null = null
  let open = new Set<RefKey>()
  let credit = CREDIT
  let batch = 0
  let reset = false
  let lastFlush = Number.NEGATIVE_INFINITY
  let dueAt = Number.POSITIVE_INFINITY
  let cancelTimer = (): void => {}
  let closed = false
  /** Something held concerns what the person watches. */
  let holdsActive = false
  /** Too slow: its backlog was dropped, and a snapshot follows its next acknowledgement. */
  let overflowed = false
  let maxBytes = MAX_PENDING_BYTES
  /** Told once until the window has acknowledged something. */
  let isWaitTold = false

  const post = (message: FeedMessage): void => port.post(message)

  const give = (op: Op): void => {
    options.tally.given(op)
    pending.push(op)
  }

  const flush = (): void => {
    cancelTimer()
    dueAt = Number.POSITIVE_INFINITY
    if (credit === 0 || pending.isEmpty()) return
    lastFlush = clock.now()
    while (credit > 0 && !pending.isEmpty()) {
      const { ops, last } = pending.take(MAX_BATCH_BYTES)
      const upTo: Cursor = last ? options.cursor() : {}
      batch++
      credit--
      post({ type: 'batch', batch, reset, ops, upTo })
      options.tally.posted(ops)
      reset = false
    }
    if (pending.isEmpty()) holdsActive = false
  }

  const cadenceMs = (isActive: boolean): number =>
    state?.visible === false ? HIDDEN_CADENCE_MS : isActive ? ACTIVE_CADENCE_MS : OTHER_CADENCE_MS

  /** Leading edge at once; after that, one cadence from the first op held. */
  const schedule = (): void => {
    if (credit === 0) return
    const now = clock.now()
    const due = Math.max(now, Math.min(now, lastFlush) + cadenceMs(holdsActive))
    if (due >= dueAt) return
    dueAt = due
    cancelTimer()
    if (due <= now) flush()
    else cancelTimer = clock.after(due - now, flush)
  }

  const restart = (): void => {
    pending.clear()
    overflowed = false
    reset = true
    for (const op of options.snapshot()) give(op)
    for (const ref of state?.open ?? []) for (const op of options.sessionSnapshot(ref)) give(op)
    // A snapshot may be larger than the bound by itself: the bound is on what comes after it.
    maxBytes = pending.bytes() + MAX_PENDING_BYTES
    holdsActive = true
    flush()
  }

  const setState = (next: WindowState): readonly SessionRef[] => {
    const opened = next.open.filter((ref) => !open.has(sessionKey(ref)))
    state = next
    activeKey = next.active ? sessionKey(next.active) : null
    open = new Set(next.open.map(sessionKey))
    return opened
  }

  const receive = (message: WindowMessage): void => {
    switch (message.type) {
      case 'hello': {
        if (message.v !== CONTRACT_VERSION) {
          post({ type: 'reload', v: CONTRACT_VERSION })
          return
        }
        open = new Set()
        credit = CREDIT
        const opened = setState(message.state)
        restart()
        options.onState(message.state, opened)
        return
      }
      case 'ack':
        credit = Math.min(CREDIT, credit + 1)
        isWaitTold = false
        if (overflowed) restart()
        else if (!pending.isEmpty()) schedule()
        return
      case 'state': {
        const opened = setState(message.state)
        for (const ref of opened) for (const op of options.sessionSnapshot(ref)) give(op)
        if (opened.length > 0) flush()
        options.onState(message.state, opened)
        return
      }
    }
  }

  port.onMessage((message) => {
    if (!closed) receive(message as WindowMessage)
  })

  return {
    push: (ops) => {
      if (state === null || closed || overflowed) return
      let any = false
      for (const op of ops) {
        const session = contentSession(op)
        if (session !== null && !open.has(session)) continue
        any = true
        holdsActive ||= session === null || session === activeKey
        give(op)
      }
      if (!any) return
      if (credit === 0 && !isWaitTold) {
        isWaitTold = true
        options.tally.waited(ops)
      }
      if (pending.bytes() <= maxBytes) {
        schedule()
      } else if (credit > 0) {
        restart()
      } else {
        pending.clear()
        overflowed = true
      }
    },
    state: () => state,
    close: () => {
      closed = true
      cancelTimer()
      pending.clear()
    },
  }
}
