// What is asked about a folder: its sessions, which of them work, and what waits for a person. Each answer
// is folded when it comes, whatever the others do.

import type { SessionID } from '#contract/ids'
import { fail, ok, type Result } from '#contract/result'
import type { SyncContext } from './sync.ts'

/** Sessions listed per folder: more than anyone scrolls; older ones are found by search on the server. */
const SESSIONS_LIMIT = 200
/** A row that changed this long ago or less without an event of ours was changed by someone else. */
const ELSEWHERE_MS = 60_000
/** An event may trail the row it belongs to by this much. */
const EVENT_LAG_MS = 3_000

export interface FolderSync {
  /** False: it can't be read just now, and what the server says of it would be wrong. */
  isReadable(directory: string): Promise<boolean>
  statuses(directory: string): Promise<Result<null>>
  asks(directory: string): Promise<Result<null>>
  sessions(directory: string): Promise<Result<null>>
}

export interface FolderSyncOptions extends SyncContext {
  /** Changed by someone else while a window shows it. */
  readonly onElsewhere: (session: SessionID) => void
}

export function createFolderSync(options: FolderSyncOptions): FolderSync {
  const { state, client, clock, dispatch, life } = options

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
        if (options.isOpen(id)) options.onElsewhere(id)
      } else if (held.activeElsewhere && now - updatedAt >= ELSEWHERE_MS) {
        dispatch({ type: 'session.elsewhere', session: id, active: false })
      }
    }
  }

  /** `take` is not called for an answer that was asked for before a cut. */
  const ask = async <T>(question: Promise<Result<T>>, take: (answer: T) => void): Promise<Result<null>> => {
    const mine = life()
    const answer = await question
    if (!answer.ok) return answer
    if (mine !== life()) return fail('offline', 'The connection was cut meanwhile.')
    take(answer.value)
    return ok(null)
  }

  return {
    isReadable: async (directory) => {
      const mine = life()
      const reachable = await options.isReadable(directory)
      const project = state.projects.get(directory)
      if (mine === life() && project && project.reachable !== reachable) {
        dispatch({ type: 'project.upsert', project: { ...project, reachable } })
      }
      return reachable
    },
    statuses: (directory) => {
      const since = clock.now()
      return ask(client.statuses(directory), (statuses) =>
        dispatch({ type: 'fetched.statuses', directory, since, statuses }),
      )
    },
    asks: (directory) => {
      const since = clock.now()
      return ask(client.asks(directory, since), (asks) =>
        dispatch({ type: 'fetched.asks', directory, since, asks }),
      )
    },
    sessions: (directory) => {
      const since = clock.now()
      const before = new Map(
        [...state.sessions].flatMap(([id, held]) =>
          held.session ? [[id, held.session.updated] as const] : [],
        ),
      )
      return ask(client.sessions(directory, SESSIONS_LIMIT), (all) => {
        const sessions = all.filter((session) => session.directory === directory)
        const whole = all.length < SESSIONS_LIMIT
        dispatch({ type: 'fetched.sessions', directory, since, sessions, whole })
        noteElsewhere(directory, before)
      })
    },
  }
}
