// What the stream does not tell, fetched and folded as events: at every connect, at focus, and every
// 15 s, because another program that works on the same data sends us no events.

import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import type { Message, Millis } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { BackendCalls } from '../backends/backend.ts'
import type { Clock } from '../clock.ts'
import type { MirrorState } from '../mirror/state.ts'
import { backoffMs, type BackoffPolicy } from '../stream/backoff.ts'

/** Sessions listed per folder: more than anyone scrolls; older ones are found by search on the server. */
const SESSIONS_LIMIT = 200
/** Messages of a page: some ten turns, painted before older ones are asked for. */
export const PAGE_MESSAGES = 60
/** A row that changed this long ago or less without an event of ours was changed by someone else. */
const ELSEWHERE_MS = 60_000
/** An event may trail the row it belongs to by this much. */
const EVENT_LAG_MS = 3_000

/** A catch-up that fails is asked again: at once it would fail again, later than this the person waits. */
const CATCH_UP_BACKOFF: BackoffPolicy = { firstMs: 1_000, factor: 2, maxMs: 15_000 }

export interface Sync {
  /** The stream is open: everything is asked, and what these sessions hold until it has been answered. */
  catchUp(sessions: readonly SessionID[]): void
  /** The same for one folder, whose events alone were interrupted. */
  catchUpFolder(directory: string, sessions: readonly SessionID[]): void
  /** The stream is cut: what is under way was asked before the hole and can't close it. */
  forget(): void
  /** Sessions, statuses and asks of every open folder. */
  refreshAll(): Promise<void>
  refreshFolder(directory: string): Promise<Result<null>>
  /** The newest page of a session. */
  loadNewest(session: SessionID): Promise<Result<null>>
  loadOlder(session: SessionID): Promise<Result<null>>
}

export interface SyncOptions {
  readonly state: MirrorState
  readonly client: BackendCalls
  readonly clock: Clock
  readonly random: () => number
  readonly dispatch: (event: ServerEvent) => void
  /** Sessions that a window shows. */
  readonly isOpen: (session: SessionID) => boolean
  /** Since when no event can have been missed. */
  readonly listeningSince: () => Millis
  /** How far the server's clock, which dates its rows, is ahead of ours. */
  readonly clockOffsetMs: () => number
  /** Asking about a session starts what its folder's configuration names: only where that is opened. */
  readonly mayAsk: (session: SessionID) => boolean
  /** The server lists nothing for a folder that is gone; its sessions are not. */
  readonly isReadable: (directory: string) => Promise<boolean>
}

export function createSync(options: SyncOptions): Sync {
  const { state, client, clock, dispatch } = options
  const loading = new Map<SessionID, Promise<Result<null>>>()
  let life = 0

  /** A page can be ahead of the stream: an answer just begun must not look like one left behind. */
  const askWhetherBusy = async (session: SessionID, newest: Message | undefined): Promise<void> => {
    const held = state.sessions.get(session)
    const isLeftOrBegun = newest?.role === 'assistant' && newest.completed === null
    if (!isLeftOrBegun || !held?.session || held.status.type !== 'idle') return
    const { directory } = held.session
    const since = clock.now()
    const mine = life
    const statuses = await client.statuses(directory)
    if (statuses.ok && mine === life)
      dispatch({ type: 'fetched.statuses', directory, since, statuses: statuses.value })
  }

  const load = async (session: SessionID): Promise<Result<null>> => {
    if (!options.mayAsk(session)) return fail('needs-trust', 'Its folder is not opened yet.')
    const mine = life
    const before = state.sessions.get(session)?.todos
    const [page, todos] = await Promise.all([
      client.messages(session, PAGE_MESSAGES, null),
      client.todos(session),
    ])
    if (mine !== life) return fail('offline', 'The connection was cut meanwhile.')
    // The stream's own are newer than an answer that was under way.
    if (todos.ok && state.sessions.get(session)?.todos === before) {
      dispatch({ type: 'todo', session, todos: todos.value })
    }
    if (!page.ok) return page
    await askWhetherBusy(session, page.value.messages.at(-1)?.message)
    if (mine !== life) return fail('offline', 'The connection was cut meanwhile.')
    dispatch({
      type: 'fetched.messages',
      session,
      messages: page.value.messages,
      newest: true,
      older: page.value.older,
      source: 'server',
    })
    return ok(null)
  }

  const loadNewest = (session: SessionID): Promise<Result<null>> => {
    const running = loading.get(session)
    if (running) return running
    const started = load(session).finally(() => {
      if (loading.get(session) === started) loading.delete(session)
    })
    loading.set(session, started)
    return started
  }

  const loadUntilAnswered = async (session: SessionID, attempt: number): Promise<void> => {
    const mine = life
    const loaded = await loadNewest(session)
    if (loaded.ok || mine !== life) return
    const { code } = loaded.error
    if (code === 'not-found' || code === 'needs-trust') return
    clock.after(backoffMs(CATCH_UP_BACKOFF, attempt, options.random), () => {
      if (mine === life && options.isOpen(session)) void loadUntilAnswered(session, attempt + 1)
    })
  }

  const noteElsewhere = (directory: string, before: ReadonlyMap<SessionID, number>): void => {
    const now = clock.now()
    for (const [id, held] of state.sessions) {
      if (held.session?.directory !== directory) continue
      const was = before.get(id)
      const updatedAt = held.session.updated - options.clockOffsetMs()
      const heardAt = Math.max(held.touchedAt, options.listeningSince())
      const isSilentChange =
        was !== undefined && held.session.updated > was && updatedAt > heardAt + EVENT_LAG_MS
      if (isSilentChange && now - updatedAt < ELSEWHERE_MS) {
        dispatch({ type: 'session.elsewhere', session: id, active: true })
        if (options.isOpen(id)) void loadNewest(id)
      } else if (held.activeElsewhere && now - updatedAt >= ELSEWHERE_MS) {
        dispatch({ type: 'session.elsewhere', session: id, active: false })
      }
    }
  }

  const noteReachable = (directory: string, reachable: boolean): void => {
    const project = state.projects.get(directory)
    if (project && project.reachable !== reachable) {
      dispatch({ type: 'project.upsert', project: { ...project, reachable } })
    }
  }

  const refreshFolder = async (directory: string): Promise<Result<null>> => {
    const mine = life
    const reachable = await options.isReadable(directory)
    noteReachable(directory, reachable)
    if (!reachable) return fail('not-readable', `The folder ${directory} can’t be read just now.`)
    const since = clock.now()
    const before = new Map(
      [...state.sessions].flatMap(([id, held]) =>
        held.session ? [[id, held.session.updated] as const] : [],
      ),
    )
    const [sessions, statuses, asks] = await Promise.all([
      client.sessions(directory, SESSIONS_LIMIT),
      client.statuses(directory),
      client.asks(directory, since),
    ])
    if (mine !== life) return fail('offline', 'The connection was cut meanwhile.')
    if (sessions.ok) {
      const listed = sessions.value.filter((session) => session.directory === directory)
      const whole = sessions.value.length < SESSIONS_LIMIT
      dispatch({ type: 'fetched.sessions', directory, since, sessions: listed, whole })
      noteElsewhere(directory, before)
    }
    if (statuses.ok) dispatch({ type: 'fetched.statuses', directory, since, statuses: statuses.value })
    if (asks.ok) dispatch({ type: 'fetched.asks', directory, since, asks: asks.value })
    return sessions.ok ? ok(null) : sessions
  }

  const refreshAll = async (): Promise<void> => {
    await Promise.all([...state.projects.keys()].map(refreshFolder))
  }

  return {
    refreshFolder,
    loadNewest,
    refreshAll,
    catchUp: (sessions) => {
      void refreshAll()
      for (const session of sessions) void loadUntilAnswered(session, 1)
    },
    catchUpFolder: (directory, sessions) => {
      void refreshFolder(directory)
      for (const session of sessions) {
        if (state.sessions.get(session)?.session?.directory === directory) void loadUntilAnswered(session, 1)
      }
    },
    forget: () => {
      life++
      loading.clear()
    },
    loadOlder: async (session) => {
      const content = state.sessions.get(session)?.content
      const oldest = content?.order[0] && content.messages.get(content.order[0])
      if (!content?.older || !oldest) return ok(null)
      const page = await client.messages(session, PAGE_MESSAGES, oldest)
      if (!page.ok) return page
      dispatch({
        type: 'fetched.messages',
        session,
        messages: page.value.messages,
        newest: false,
        older: page.value.older,
        source: 'server',
      })
      return ok(null)
    },
  }
}
