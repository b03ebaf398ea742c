// Where servers and windows meet: every change of every mirror goes to every window that wants it, to the
// cache, and, when it concerns a prompt, to the outbox.

import type { FeedCounts } from '#contract/diagnostics'
import type { Cursor, WindowState } from '#contract/feed'
import { sessionKey, type ServerID, type SessionID, type SessionRef } from '#contract/ids'
import type { Notice, NoticeTone } from '#contract/model'
import type { Op } from '#contract/ops'
import type { Port } from '#contract/port'
import type { Clock } from './clock.ts'
import { createFeedTally } from './feed/feed-tally.ts'
import { createWindowFeed, type WindowFeed } from './feed/window-feed.ts'
import type { CacheWriter } from './journal/cache-writer.ts'
import { serverSnapshot, sessionSnapshot } from './mirror/snapshot.ts'
import type { ServerRuntime } from './servers/runtime.ts'

/** Said once to whoever looks next; older ones are no news any more. */
const MAX_NOTICES = 20

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
  const notices: Notice[] = []
  let noticeCount = 0

  const snapshot = (): readonly Op[] => [
    ...[...options.runtimes()].flatMap((runtime) => serverSnapshot(runtime.state)),
    ...options.outboxOps(),
    ...notices.map((notice) => ({ op: 'notice', notice }) as const),
  ]
  const cursor = (): Cursor =>
    Object.fromEntries([...options.runtimes()].map((runtime) => [runtime.id, runtime.cursor()]))
  const states = (): readonly WindowState[] =>
    [...windows.values()].flatMap((window) => {
      const state = window.state()
      return state ? [state] : []
    })
  const broadcast = (ops: readonly Op[]): void => {
    for (const window of windows.values()) window.push(ops)
  }
  const watches = (state: WindowState, ref: SessionRef): boolean =>
    state.visible && state.focused && state.active !== null && sessionKey(state.active) === sessionKey(ref)

  const seen = (ref: SessionRef): void => {
    options.runtime(ref.server)?.dispatch({ type: 'session.seen', session: ref.session })
  }

  return {
    broadcast,
    addWindow: (window, port) => {
      windows.get(window)?.close()
      let wasFocused = false
      const feed = createWindowFeed({
        port,
        clock: options.clock,
        snapshot,
        cursor,
        tally,
        sessionSnapshot: ({ server, session }) => {
          const runtime = options.runtime(server)
          return runtime ? sessionSnapshot(runtime.state, session) : []
        },
        onState: (state, opened) => {
          for (const ref of opened) options.runtime(ref.server)?.openSession(ref.session)
          if (state.active && watches(state, state.active)) seen(state.active)
          if (state.focused && !wasFocused) options.onFocus()
          wasFocused = state.focused
        },
      })
      windows.set(window, feed)
      port.onClose(() => {
        if (windows.get(window) === feed) windows.delete(window)
        feed.close()
      })
    },
    removeWindow: (window) => {
      windows.get(window)?.close()
      windows.delete(window)
    },
    publish: (runtime, ops) => {
      if (ops.length === 0) return
      broadcast(ops)
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
      notices.push(notice)
      if (notices.length > MAX_NOTICES) notices.shift()
      broadcast([{ op: 'notice', notice }])
    },
    feedCounts: (server) => tally.read(server),
    isAttended: () => states().length > 0,
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
