// What the stream does not tell, fetched and folded as events: at every connect, at focus, and every
// 15 s, because another program that works on the same data sends us no events.

import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import type { Millis } from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import type { BackendCalls, BackendHistory } from '../backends/backend.ts'
import type { Clock } from '../clock.ts'
import type { MirrorState } from '../mirror/state.ts'
import { createFolderSync } from './sync-folder.ts'
import { createMessageSync } from './sync-messages.ts'
import { createUntilAnswered } from './until-answered.ts'
import { within } from './within.ts'

/** Whether a folder can be read is known in a moment, unless its disk hangs: that holds up no session. */
const FOLDERS_FIRST_MS = 250
/** A server without a history never answers as one with it; what is shown is fetched anyway. */
const HISTORY_TRIES = 5

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
  /** The newest page of a session, back to what is known of it. */
  loadNewest(session: SessionID): Promise<Result<null>>
  loadOlder(session: SessionID): Promise<Result<null>>
  isLoading(session: SessionID): boolean
  readonly counts: Readonly<SyncCounts>
}

/** Since the server was added. */
export interface SyncCounts {
  catchUps: number
  /** Sessions whose messages were fetched again because some may have been missed. */
  refetches: number
  /** Sessions whose missed events the server's own history told. */
  replayed: number
}

export interface SyncOptions {
  readonly state: MirrorState
  readonly client: BackendCalls
  readonly history: BackendHistory | null
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

/** What the parts of it share. */
export interface SyncContext extends SyncOptions {
  /** Rises with every cut. */
  readonly life: () => number
  readonly counts: SyncCounts
  readonly askStatuses: (directory: string) => Promise<Result<null>>
}

export function createSync(options: SyncOptions): Sync {
  const { state, dispatch, history } = options
  const counts: SyncCounts = { catchUps: 0, refetches: 0, replayed: 0 }
  let lives = 0
  const life = (): number => lives
  const until = createUntilAnswered({ ...options, life })

  const askStatuses = async (directory: string): Promise<Result<null>> => {
    const answer = await folders.statuses(directory)
    if (answer.ok) {
      for (const [id, { session }] of state.sessions) {
        if (session?.directory === directory && options.isOpen(id)) void messages.settle(id)
      }
    }
    return answer
  }
  const context: SyncContext = {
    ...options,
    life,
    counts,
    askStatuses: (directory) => folders.statuses(directory),
  }
  const messages = createMessageSync(context)
  const folders = createFolderSync({
    ...context,
    onElsewhere: (session) => void loadNewest(session),
  })

  const refreshFolder = async (directory: string): Promise<Result<null>> => {
    const mine = lives
    if (!(await folders.isReadable(directory))) {
      return fail('not-readable', `The folder ${directory} can’t be read just now.`)
    }
    if (mine !== lives) return fail('offline', 'The connection was cut meanwhile.')
    const questions = [askStatuses(directory), folders.asks(directory), folders.sessions(directory)] as const
    await Promise.all(questions)
    return questions[2]
  }

  /** What a person acts on first: it is cheap, and what is pending must not wait for what was said. */
  const catchUpFolder = async (directory: string): Promise<void> => {
    const mine = lives
    if (!(await folders.isReadable(directory)) || mine !== lives) return
    const matters = (): boolean => state.projects.has(directory)
    until(`statuses ${directory}`, () => askStatuses(directory), matters)
    until(`asks ${directory}`, () => folders.asks(directory), matters)
    until(`sessions ${directory}`, () => listFolder(directory), matters)
  }

  const catchUpSession = (session: SessionID): void => {
    const matters = (): boolean => options.isOpen(session)
    until(`messages ${session}`, () => messages.loadNewest(session), matters)
    until(`todos ${session}`, () => messages.todos(session), matters)
  }
  /** A window can show one that nobody knew before the list, and some servers answer only for a known one. */
  const listFolder = async (directory: string): Promise<Result<null>> => {
    const known = new Set([...state.sessions].flatMap(([id, { session }]) => (session ? [id] : [])))
    const listed = await folders.sessions(directory)
    if (!listed.ok) return listed
    for (const [id, { session }] of state.sessions) {
      if (!known.has(id) && session?.directory === directory && options.isOpen(id)) catchUpSession(id)
    }
    return listed
  }
  const loadNewest = (session: SessionID): Promise<Result<null>> => {
    void messages.todos(session)
    return messages.loadNewest(session)
  }

  const replay = async (): Promise<Result<null>> => {
    const mine = lives
    const since = options.clock.now()
    const missed = (await history?.missed()) ?? ok([])
    if (!missed.ok) return missed
    if (mine !== lives) return fail('offline', 'The connection was cut meanwhile.')
    for (const { session, events } of missed.value) {
      if (!state.sessions.has(session)) continue
      dispatch({ type: 'fetched.history', session, since, events })
      counts.replayed++
    }
    return ok(null)
  }

  const catchUpHistory = (): void => {
    let tries = 1
    until('history', replay, () => ++tries <= HISTORY_TRIES)
  }

  return {
    counts,
    refreshFolder,
    loadNewest,
    loadOlder: messages.loadOlder,
    isLoading: messages.isLoading,
    refreshAll: async () => {
      await Promise.all([...state.projects.keys()].map(refreshFolder))
    },
    catchUp: (sessions) => {
      counts.catchUps++
      const folders = [...state.projects.keys()].map(catchUpFolder)
      const mine = lives
      const goOn = (): void => {
        if (mine !== lives) return
        for (const session of sessions) {
          // One begun before the server listened to itself may lack what came on no stream.
          messages.letGo(session)
          catchUpSession(session)
        }
        catchUpHistory()
      }
      if (folders.length === 0) goOn()
      else void within(options.clock, FOLDERS_FIRST_MS, Promise.all(folders)).then(goOn)
    },
    catchUpFolder: (directory, sessions) => {
      void catchUpFolder(directory)
      for (const [id, { session }] of state.sessions) {
        if (session?.directory !== directory) continue
        messages.cutOff(id)
        if (sessions.includes(id)) catchUpSession(id)
      }
      catchUpHistory()
    },
    forget: () => {
      lives++
      messages.forget()
      history?.cut()
    },
  }
}
