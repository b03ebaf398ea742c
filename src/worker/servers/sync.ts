// What the stream does not tell, fetched and folded as events: at every connect, at focus, and every
// 15 s, because another program that works on the same data sends us no events.

import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import type { Millis } from '#contract/model'
import { ok, type Result } from '#contract/result'
import type { OpencodeClient } from '../backends/opencode/client.ts'
import type { Clock } from '../clock.ts'
import type { MirrorState } from '../mirror/state.ts'

/** Sessions listed per folder: more than anyone scrolls; older ones are found by search on the server. */
const SESSIONS_LIMIT = 200
/** Messages of a page: some ten turns, painted before older ones are asked for. */
export const PAGE_MESSAGES = 60
/** A row that changed this long ago or less without an event of ours was changed by someone else. */
const ELSEWHERE_MS = 60_000
/** An event may trail the row it belongs to by this much. */
const EVENT_LAG_MS = 3_000

export interface Sync {
  /** Sessions, statuses and asks of every open folder. */
  refreshAll(): Promise<void>
  refreshFolder(directory: string): Promise<Result<null>>
  /** The newest page of a session. */
  loadNewest(session: SessionID): Promise<Result<null>>
  loadOlder(session: SessionID): Promise<Result<null>>
}

export interface SyncOptions {
  readonly state: MirrorState
  readonly client: OpencodeClient
  readonly clock: Clock
  readonly dispatch: (event: ServerEvent) => void
  /** Sessions that a window shows. */
  readonly isOpen: (session: SessionID) => boolean
  /** Since when no event can have been missed. */
  readonly listeningSince: () => Millis
  /** How far the server's clock, which dates its rows, is ahead of ours. */
  readonly clockOffsetMs: () => number
}

export function createSync(options: SyncOptions): Sync {
  const { state, client, clock, dispatch } = options
  const loading = new Map<SessionID, Promise<Result<null>>>()

  const loadNewest = (session: SessionID): Promise<Result<null>> => {
    const running = loading.get(session)
    if (running) return running
    const load = (async () => {
      const before = state.sessions.get(session)?.todos
      const [page, todos] = await Promise.all([
        client.messages(session, PAGE_MESSAGES, null),
        client.todos(session),
      ])
      // The stream's own are newer than an answer that was under way.
      if (todos.ok && state.sessions.get(session)?.todos === before) {
        dispatch({ type: 'todo', session, todos: todos.value })
      }
      if (!page.ok) return page
      dispatch({
        type: 'fetched.messages',
        session,
        messages: page.value.messages,
        newest: true,
        older: page.value.older,
        source: 'server',
      })
      return ok(null)
    })().finally(() => loading.delete(session))
    loading.set(session, load)
    return load
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

  const refreshFolder = async (directory: string): Promise<Result<null>> => {
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

  return {
    refreshFolder,
    loadNewest,
    refreshAll: async () => {
      await Promise.all([...state.projects.keys()].map(refreshFolder))
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
