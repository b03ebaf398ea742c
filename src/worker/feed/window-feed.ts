// One window's feed: waits for its hello, holds ops for at most one cadence, and never has more than two
// batches under way, so that a slow window costs bounded memory and slows nobody.

import { contentSession } from '#contract/content-session'
import type { Cursor, FeedCounters, FeedMessage, Hello, WindowState } from '#contract/feed'
import { sessionKey, type SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import { helloVersion, readWindowMessage } from '#contract/window-message'
import type { Clock } from '../clock.ts'
import type { SessionSource } from '../mirror/snapshot.ts'
import { createBacklog } from './backlog.ts'
import { noCounters } from './counters.ts'
import type { FeedTally } from './feed-tally.ts'
import { createLaneTimes, type Due } from './lane-times.ts'
import { openSessions } from './open-sessions.ts'
import { createSessionPages } from './session-pages.ts'

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
  /** Null: its server is not known here. */
  readonly session: (ref: SessionRef) => SessionSource | null
  /** What a window with this cursor lacks, of rows and of the sessions it holds; null: it needs a snapshot. */
  readonly replay: (cursor: Cursor, held: readonly SessionRef[]) => readonly Op[] | null
  readonly cursor: () => Cursor
  readonly tally: FeedTally
  /** The window said what it shows; `opened` are sessions it did not have before. */
  readonly onState: (state: WindowState, opened: readonly SessionRef[]) => void
}

export interface WindowFeed {
  push(ops: readonly Op[]): void
  readonly state: () => WindowState | null
  readonly counters: () => FeedCounters
  close(): void
}

export function createWindowFeed(options: WindowFeedOptions): WindowFeed {
  const { port, clock, tally } = options
  const backlog = createBacklog(MAX_BATCH_BYTES)
  const times = createLaneTimes(backlog, () => state?.visible !== false, options.cursor)
  const counts = { ...noCounters }
  let state: WindowState | null = null
  let open = openSessions([])
  let batch = 0
  let states = 0
  let acked = 0
  let timerAt = Number.POSITIVE_INFINITY
  let cancelTimer = (): void => {}
  let closed = false
  let isWaitingForCredit = false
  /** A snapshot or replay is under way; `reset`: its first batch is still to go. */
  let restoring = false
  let reset = false
  /** Too slow: its backlog was dropped, and a snapshot follows its next acknowledgement. */
  let overflowed = false
  let maxBytes = MAX_PENDING_BYTES

  const post = (message: FeedMessage): void => port.post(message)
  /** What a snapshot, replay or page tells was never held to be merged: it has no part in the ratio. */
  const isCatchingUp = (): boolean => restoring || backlog.hasPages()

  const send = (due: Due, now: number): void => {
    const isLive = !isCatchingUp()
    const { ops, piece } = backlog.take(due)
    times.taken(due, now)
    restoring &&= backlog.isJoined() || backlog.hasPages()
    batch++
    const [isFirst, upTo] = [reset, times.lowWater()]
    reset = false
    tally.posted(ops, isLive)
    post({
      type: 'batch',
      batch,
      reset: isFirst,
      more: restoring,
      states,
      ops,
      ...(piece && { piece }),
      upTo,
    })
  }

  /** Sends what is due as long as there is credit, and wakes when the next is. */
  const pump = (now: number): void => {
    for (;;) {
      const due = times.due(now)
      if (!due.prompt && !due.rest && !restoring && !backlog.hasPages()) break
      if (batch - acked >= CREDIT) {
        if (!isWaitingForCredit) tally.waited(backlog.first())
        isWaitingForCredit = true
        return
      }
      send(due, now)
    }
    const next = times.nextAt()
    if (next >= timerAt || !Number.isFinite(next)) return
    cancelTimer()
    timerAt = next
    cancelTimer = clock.after(next - now, () => {
      timerAt = Number.POSITIVE_INFINITY
      pump(clock.now())
    })
  }

  const addPages = (refs: readonly SessionRef[]): void => {
    for (const ref of refs) {
      const source = options.session(ref)
      if (source) backlog.addPages(createSessionPages(ref, source))
    }
  }

  /** `ops` in place of all that is held; then the sessions `opened`, whole. */
  const restore = (ops: readonly Op[], since: Cursor, opened: readonly SessionRef[]): void => {
    overflowed = false
    restoring = true
    backlog.load(ops)
    times.restarted(since)
    // Rows and replays may be larger than the bound by themselves: it is on what comes after them.
    maxBytes = backlog.bytes() + MAX_PENDING_BYTES
    addPages(opened)
    pump(clock.now())
  }

  const sendSnapshot = (): void => {
    counts.snapshots++
    reset = true
    restore(options.snapshot(), {}, state?.open ?? [])
  }

  const setState = (next: WindowState): readonly SessionRef[] => {
    const before = open
    state = next
    open = openSessions(next.open)
    backlog.setActive(next.active)
    backlog.close((ref) => !open.has(ref))
    return next.open.filter((ref) => !before.has(ref))
  }

  const greet = (hello: Hello): void => {
    acked = batch
    states = 0
    isWaitingForCredit = false
    open = openSessions([])
    const opened = setState(hello.state)
    const held = openSessions(hello.held ?? [])
    const replay = options.replay(
      hello.cursor,
      opened.filter((ref) => held.has(ref)),
    )
    if (replay) {
      counts.replays++
      reset = false
      restore(
        replay,
        hello.cursor,
        opened.filter((ref) => !held.has(ref)),
      )
    } else {
      sendSnapshot()
    }
    options.onState(hello.state, opened)
  }

  const changeState = (next: WindowState): void => {
    const before = state
    if (!before) return
    states++
    const opened = setState(next)
    const isOtherView =
      opened.length > 0 ||
      before.open.length !== next.open.length ||
      keyOf(before.active) !== keyOf(next.active) ||
      before.visible !== next.visible
    if (isOtherView && !overflowed) {
      backlog.join()
      times.joined()
      addPages(opened)
      pump(clock.now())
    }
    options.onState(next, opened)
  }

  const receive = (raw: unknown): void => {
    const version = helloVersion(raw)
    if (version !== null && version !== CONTRACT_VERSION) return post({ type: 'reload', v: CONTRACT_VERSION })
    const message = readWindowMessage(raw)
    switch (message?.type) {
      case undefined:
        counts.rejected++
        return
      case 'hello':
        return greet(message)
      case 'ack':
        if (message.batch <= acked || message.batch > batch) return
        acked = message.batch
        isWaitingForCredit = false
        if (overflowed) sendSnapshot()
        else pump(clock.now())
        return
      case 'state':
        return changeState(message.state)
    }
  }

  const hold = (op: Op, content: SessionRef | null, now: number): void => {
    const lane = backlog.push(op, content)
    if (lane === 'prompt' || lane === 'rest') times.note(lane, now)
    // What follows is about something that is gone: what is held of it goes first.
    if (op.op === 'session.remove' || op.op === 'server.remove') times.joined()
  }

  port.onMessage((message) => {
    if (!closed) receive(message)
  })

  return {
    push: (ops) => {
      if (state === null || closed || overflowed) return
      const now = clock.now()
      let isWanted = false
      for (const op of ops) {
        const content = contentSession(op)
        if (content && !open.has(content)) continue
        isWanted = true
        if (!isCatchingUp()) tally.given(op)
        hold(op, content, now)
      }
      if (!isWanted) return
      if (backlog.bytes() <= maxBytes) return pump(now)
      counts.overflows++
      if (batch - acked < CREDIT) return sendSnapshot()
      backlog.clear()
      overflowed = true
    },
    state: () => state,
    counters: () => ({ ...counts, pendingBytes: backlog.bytes() }),
    close: () => {
      closed = true
      cancelTimer()
      backlog.clear()
    },
  }
}

const keyOf = (ref: SessionRef | null): string | null => (ref ? sessionKey(ref) : null)
