// Where servers and windows meet: every change of every mirror goes to every window that wants it, to the
// cache, and, when it concerns a prompt, to the outbox.

import { randomUUID } from 'node:crypto'
import type { FeedCounts } from '#contract/diagnostics'
import type { FeedCounters, WindowState } from '#contract/feed'
import { epoch, sessionKey, type ServerID, type SessionID, type SessionRef } from '#contract/ids'
import type { Notice, NoticeTone } from '#contract/model'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import type { Clock } from './clock.ts'
import { addCounters, noCounters } from './feed/counters.ts'
import { createFeedTally } from './feed/feed-tally.ts'
import { createRings } from './feed/rings.ts'
import { createWindowFeed, type WindowFeed } from './feed/window-feed.ts'
import type { CacheWriter } from './journal/cache-writer.ts'
import { serverSnapshot, sessionSource } from './mirror/snapshot.ts'
import { createNotices } from './notices.ts'
import type { ServerRuntime } from './servers/runtime.ts'

export interface Hub {
  addWindow(window: number, feed: Port): void
  removeWindow(window: number): void
  /** What a server's fold changed. */
  publish(runtime: ServerRuntime, ops: readonly Op[]): void
  /** Ops that belong to no mirror: outbox rows, removed servers. */
  broadcast(ops: readonly Op[]): void
  /** `folder`: one that waits to be opened by a person. */
  notice(
    tone: NoticeTone,
    text: string,
    folder?: { readonly server: ServerID; readonly directory: string },
  ): void
  /** What windows were sent of a server's changes. */
  feedCounts(server: ServerID): FeedCounts
  /** Some window is there. */
  isAttended(): boolean
  windowCounters(): FeedCounters
  isOpen(ref: SessionRef): boolean
  openSessions(server: ServerID): readonly SessionID[]
  /** The active session of each visible window. */
  visibleSessions(server: ServerID): readonly SessionID[]
  /** In front of a person's eyes: the active session of a visible, focused window. */
  isWatched(ref: SessionRef): boolean
}

export interface HubOptions {
  readonly clock: Clock
  readonly runtimes: () => Iterable<ServerRuntime>
  readonly runtime: (server: ServerID) => ServerRuntime | null
  readonly cache: CacheWriter
  readonly outboxOps: () => readonly Op[]
  /** After ops were handed on, for what follows from them. */
  readonly afterOps: (runtime: ServerRuntime, ops: readonly Op[]) => void
  readonly onFocus: () => void
}

export function createHub(options: HubOptions): Hub {
  const windows = new Map<number, WindowFeed>()
  const tally = createFeedTally()
  const rings = createRings(options.runtimes, epoch(randomUUID()))
  let countersOfGone = noCounters
  const notices = createNotices(
    ({ server, directory }) =>
      server !== null && (options.runtime(server)?.state.projects.has(directory ?? '') ?? false),
  )
  let noticeCount = 0

  const snapshot = (): readonly Op[] => [
    ...[...options.runtimes()].flatMap((runtime) => serverSnapshot(runtime.state)),
    ...options.outboxOps(),
    ...notices.tell(options.clock.now()).map((notice) => ({ op: 'notice', notice }) as const),
  ]
  const states = (): readonly WindowState[] =>
    [...windows.values()].flatMap((window) => {
      const state = window.state()
      return state ? [state] : []
    })
  const send = (ops: readonly Op[]): void => {
    for (const window of windows.values()) window.push(ops)
  }
  const broadcast = (ops: readonly Op[]): void => {
    rings.noteWorker(ops)
    send(ops)
  }
  /** Its port may close long after another of the same number has come. */
  const end = (window: number, feed: WindowFeed): void => {
    feed.close()
    if (windows.get(window) !== feed) return
    windows.delete(window)
    countersOfGone = addCounters(countersOfGone, feed.counters())
  }
  const watches = (state: WindowState, ref: SessionRef): boolean =>
    state.visible && state.focused && state.active !== null && sessionKey(state.active) === sessionKey(ref)

  const seen = (ref: SessionRef): void => {
    options.runtime(ref.server)?.dispatch({ type: 'session.seen', session: ref.session })
  }

  return {
    broadcast,
    addWindow: (window, port) => {
      const before = windows.get(window)
      if (before) end(window, before)
      let wasFocused = false
      const feed = createWindowFeed({
        port,
        clock: options.clock,
        snapshot,
        cursor: rings.cursor,
        replay: rings.replay,
        tally,
        session: ({ server, session }) => {
          const runtime = options.runtime(server)
          return runtime ? sessionSource(runtime.state, session) : null
        },
        onState: (state, opened) => {
          for (const ref of opened) options.runtime(ref.server)?.openSession(ref.session)
          if (state.active && watches(state, state.active)) seen(state.active)
          if (state.focused && !wasFocused) options.onFocus()
          wasFocused = state.focused
        },
      })
      windows.set(window, feed)
      port.onClose(() => end(window, feed))
    },
    removeWindow: (window) => {
      const feed = windows.get(window)
      if (feed) end(window, feed)
    },
    publish: (runtime, ops) => {
      if (ops.length === 0) return
      rings.note(runtime, ops)
      send(ops)
      options.cache.note(runtime.state, ops)
      options.afterOps(runtime, ops)
    },
    notice: (tone, text, folder) => {
      const at = options.clock.now()
      const notice: Notice = {
        id: `worker-${at}-${++noticeCount}`,
        at,
        tone,
        text,
        server: folder?.server ?? null,
        session: null,
        directory: folder?.directory ?? null,
      }
      notices.add(notice, states().length > 0)
      broadcast([{ op: 'notice', notice }])
    },
    feedCounts: (server) => tally.read(server),
    isAttended: () => states().length > 0,
    windowCounters: () =>
      [...windows.values()].reduce((sum, feed) => addCounters(sum, feed.counters()), countersOfGone),
    isOpen: (ref) =>
      states().some((state) => state.open.some((open) => sessionKey(open) === sessionKey(ref))),
    openSessions: (server) => [
      ...new Set(
        states().flatMap((state) =>
          state.open.filter((ref) => ref.server === server).map((ref) => ref.session),
        ),
      ),
    ],
    visibleSessions: (server) =>
      states().flatMap(({ visible, active }) =>
        visible && active?.server === server ? [active.session] : [],
      ),
    isWatched: (ref) => states().some((state) => watches(state, ref)),
  }
}
