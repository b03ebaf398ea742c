// One server as the worker holds it: its mirror, its stream, its fetches. Everything that changes the
// mirror goes through `dispatch`, which numbers it and tells the hub what changed.

import { randomUUID } from 'node:crypto'
import type { Envelope, ServerEvent } from '#contract/events'
import { epoch as toEpoch, type Epoch, type ServerID, type SessionID } from '#contract/ids'
import { isRemote, type NoticeTone, type ServerKind } from '#contract/model'
import type { Op } from '#contract/ops'
import type { Result } from '#contract/result'
import { CONTRACT_VERSION } from '#contract/version'
import type { Backend, BackendCalls, IdMaker, ServerAccess } from '../backends/backend.ts'
import { createCodenomadBackend } from '../backends/codenomad/backend.ts'
import { createOpencodeBackend } from '../backends/opencode/backend.ts'
import type { Clock } from '../clock.ts'
import { createServerCounts, type RuntimeDiagnostics } from '../diagnostics/server-counts.ts'
import { fold } from '../mirror/fold.ts'
import type { MirrorCounts, MirrorState } from '../mirror/state.ts'
import { STREAM_BACKOFF } from '../stream/backoff.ts'
import { superviseStream } from '../stream/supervisor.ts'
import { checkFolder } from './folders.ts'
import { messagesFromCache, mirrorFromCache } from './from-cache.ts'
import { createRelease } from './release.ts'
import { createPolling, noteCommands, POLLING_BACKOFF } from './polling.ts'
import { showFolder } from './show-folder.ts'
import { createSync, type SyncCounts } from './sync.ts'
import type { JournalStore } from '../journal/store.ts'

/** Another program's changes are seen at least this often. */
const REFRESH_EVERY_MS = 15_000

export interface RuntimeOptions {
  readonly id: ServerID
  readonly kind: ServerKind
  readonly name: string
  readonly clock: Clock
  readonly random: () => number
  readonly fetch: typeof fetch
  readonly journal: JournalStore
  /** After each fold: what changed, for windows and cache. */
  readonly onOps: (runtime: ServerRuntime, ops: readonly Op[], event: ServerEvent | null) => void
  /** Writes the mirror to the cache; false: not all of it is there. */
  readonly saveCache: () => boolean
  readonly isOpen: (session: SessionID) => boolean
  readonly openSessions: () => readonly SessionID[]
  /** The active session of each visible window. */
  readonly visibleSessions: () => readonly SessionID[]
  readonly say: (tone: NoticeTone, text: string) => void
  readonly onLive: (runtime: ServerRuntime) => void
}

export interface ServerRuntime {
  readonly id: ServerID
  readonly kind: ServerKind
  readonly state: MirrorState
  readonly client: BackendCalls
  readonly ids: IdMaker
  readonly access: () => ServerAccess | null
  cursor(): { readonly epoch: Epoch; readonly seq: number }
  dispatch(event: ServerEvent): void
  connect(access: ServerAccess, version: string | null): void
  /** The server is gone or going: no stream until `connect`. */
  disconnect(): void
  retry(): void
  /** The network is back or the machine woke: what is not open is tried at once. */
  nudge(): void
  isLive(): boolean
  /** What is sent arrives: live, or polled. */
  isUp(): boolean
  /** A window shows it: the cache at once, then the server's own. */
  openSession(session: SessionID): void
  loadOlder(session: SessionID): Promise<Result<null>>
  refreshSession(session: SessionID): Promise<Result<null>>
  refreshFolder(directory: string): Promise<Result<null>>
  /** The folder as the server names it; it may still be starting there. */
  openFolder(directory: string): Promise<Result<string>>
  closeFolder(directory: string): void
  refreshAll(): void
  /** A text without the server's password. */
  clean(text: string): string
  diagnostics(): RuntimeDiagnostics
  readonly counts: Readonly<{ mirror: MirrorCounts; sync: SyncCounts }>
  close(): void
}

export function createServerRuntime(options: RuntimeOptions): ServerRuntime {
  const { id, clock } = options
  const epoch = toEpoch(randomUUID())
  let seq = 0
  let access: ServerAccess | null = null
  let openedAt = 0
  let cancelRefresh = (): void => {}
  let isClosed = false
  const state = mirrorFromCache(options, clock.now())
  const counts = createServerCounts(clock.now, state)

  const dispatch = (event: ServerEvent): void => {
    // What was under way for a server that was put away changes nothing any more.
    if (isClosed) return
    const envelope: Envelope = { v: CONTRACT_VERSION, server: id, epoch, seq: ++seq, at: clock.now(), event }
    const ops = fold(state, envelope.event, envelope.at)
    counts.folded()
    options.onOps(runtime, ops, event)
    release.note()
  }

  const createBackend = options.kind === 'codenomad' ? createCodenomadBackend : createOpencodeBackend
  const backend: Backend = createBackend({
    server: id,
    clock,
    random: options.random,
    fetch: noteCommands(options.fetch, () => polling.sent()),
    host: {
      dispatch,
      distrust: (reason) => stream.distrust(reason),
      catchUp: (directory) => sync.catchUpFolder(directory, options.openSessions()),
      showFolder: (directory, run) =>
        showFolder({ id, state, clock, journal: options.journal, dispatch }, directory, run),
      folders: () => [...state.projects.keys()],
      noteVersion: (version) =>
        dispatch({ type: 'connection', connection: state.server.connection, url: null, version }),
      directoryOf: (session) => state.sessions.get(session)?.session?.directory ?? null,
    },
  })

  const sync = createSync({
    state,
    client: backend.calls,
    history: backend.history,
    clock,
    random: options.random,
    dispatch,
    isOpen: options.isOpen,
    // Between two polls nobody tells of changes, our own included.
    listeningSince: () => (polling.isOn() ? clock.now() : openedAt),
    clockOffsetMs: backend.clockOffsetMs,
    mayAsk: (session) =>
      isRemote(options.kind) || state.projects.has(state.sessions.get(session)?.session?.directory ?? ''),
    // A remote server's folders are not ours to look at.
    isReadable: async (directory) => isRemote(options.kind) || (await checkFolder(directory)).ok,
  })

  const polling = createPolling({
    name: options.name,
    clock,
    state,
    listFolders: backend.listFolders,
    refreshFolder: sync.refreshFolder,
    loadNewest: sync.loadNewest,
    openSessions: options.openSessions,
    visibleSessions: options.visibleSessions,
    show: (connection) => dispatch({ type: 'connection', connection, url: null, version: null }),
    say: options.say,
    onEnd: () => {
      sync.forget()
      dispatch({ type: 'stream.cut', reason: 'reconnect' })
    },
  })

  const release = createRelease({
    state,
    clock,
    dispatch,
    isUsed: (session) => options.isOpen(session) || sync.isLoading(session),
    saveCache: options.saveCache,
  })

  const refreshLater = (): void => {
    cancelRefresh()
    // A stream that was cut meanwhile begins this anew when it is open again.
    if (!runtime.isLive()) return
    cancelRefresh = clock.after(REFRESH_EVERY_MS, () => {
      void sync.refreshAll().then(refreshLater)
    })
  }

  /** What is under way for a stream that was cut meanwhile goes no further. */
  const caughtUpFrom = (opened: number) => (): void => {
    if (!runtime.isLive() || opened !== openedAt) return
    sync.catchUp(options.openSessions())
    refreshLater()
    options.onLive(runtime)
  }

  const stream = superviseStream({
    prepare: () => backend.prepare(),
    source: () => {
      const attempt = backend.openAttempt()
      return {
        ...attempt,
        onEvent: (data, name) => {
          counts.activity.event()
          for (const event of attempt.onEvent(data, name, clock.now())) dispatch(event)
        },
      }
    },
    fetch: options.fetch,
    clock,
    random: options.random,
    backoff: () => (polling.isOn() ? POLLING_BACKOFF : STREAM_BACKOFF),
    onState: polling.note,
    onOpen: () => {
      openedAt = clock.now()
      const asked = backend.afterOpen()
      if (asked) void asked.then(caughtUpFrom(openedAt))
      else caughtUpFrom(openedAt)()
    },
    onCut: () => {
      cancelRefresh()
      sync.forget()
      dispatch({ type: 'stream.cut', reason: 'reconnect' })
    },
    onBytes: counts.activity.bytes,
  })

  const runtime: ServerRuntime = {
    id,
    kind: options.kind,
    state,
    client: backend.calls,
    ids: backend.ids,
    access: () => access,
    cursor: () => ({ epoch, seq }),
    dispatch,
    connect: (to, version) => {
      if (isClosed) return
      polling.stop()
      access = to
      backend.setAccess(to)
      const connection = { state: 'connecting', attempt: 1, nextAt: null, reason: null } as const
      dispatch({ type: 'connection', connection, url: to.url, version })
      stream.start()
    },
    disconnect: () => {
      stream.stop()
      polling.stop()
      cancelRefresh()
      sync.forget()
      access = null
      backend.setAccess(null)
      dispatch({ type: 'stream.cut', reason: 'reconnect' })
    },
    retry: () => {
      polling.soon()
      if (access) stream.retryNow()
    },
    nudge: () => {
      if (access) stream.nudge()
    },
    isLive: () => !isClosed && state.server.connection.state === 'live',
    isUp: () => runtime.isLive() || polling.isOn(),
    openSession: (session) => {
      const from = state.sessions.get(session)?.content.from ?? 'nothing'
      if (from === 'nothing') {
        const cached = messagesFromCache(options, session, clock.now())
        if (cached) dispatch(cached)
      }
      // While polling, what no window shows goes stale.
      const isDue = polling.isOn() || (from !== 'server' && runtime.isLive())
      if (isDue) void runtime.refreshSession(session)
      polling.soon()
    },
    loadOlder: (session) => sync.loadOlder(session),
    refreshSession: async (session) => {
      const loaded = await sync.loadNewest(session)
      if (loaded.ok || isClosed) return loaded
      const { from = 'nothing', older = false } = state.sessions.get(session)?.content ?? {}
      // No event, but news: a window that comes back must see that it lacks it.
      seq++
      const error = loaded.error.message
      options.onOps(runtime, [{ op: 'view', server: id, session, from, older, error }], null)
      return loaded
    },
    refreshFolder: (directory) => sync.refreshFolder(directory),
    openFolder: (directory) => backend.openFolder(directory),
    closeFolder: (directory) => {
      backend.closeFolder(directory)
      dispatch({ type: 'project.remove', directory })
    },
    refreshAll: () => {
      if (runtime.isLive()) void sync.refreshAll()
      polling.soon()
    },
    clean: backend.clean,
    diagnostics: () => counts.read(stream, backend.counts(), sync.counts),
    counts: { mirror: state.counts, sync: sync.counts },
    close: () => {
      isClosed = true
      release.stop()
      stream.stop()
      polling.stop()
      cancelRefresh()
      sync.forget()
      backend.close()
    },
  }
  return runtime
}
