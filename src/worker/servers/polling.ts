// When the event stream can't be had but plain calls are answered: what it would have told is asked for
// instead, by the same fetches and the same fold. The stream is tried on meanwhile, by its supervisor.

import type { SessionID } from '#contract/ids'
import type { Connection, NoticeTone } from '#contract/model'
import type { Result } from '#contract/result'
import type { Clock } from '../clock.ts'
import type { MirrorState } from '../mirror/state.ts'
import type { BackoffPolicy } from '../stream/backoff.ts'
import { startWatch, type Watch } from '../watch.ts'

/** One that failed may have been chance, two a restart. */
const FAILED_ATTEMPTS = 3
/** A running session in front of a person: as long as one waits without wondering. */
const WATCHED_MS = 2_000
/** Everything else while something runs or a window shows this server: as often as a live one is looked over. */
const REST_MS = 15_000
/** Nothing runs and nobody looks: only another program could change anything. */
const IDLE_MS = 60_000
/** After a command: long enough for the server to have begun what it was told, short enough to feel direct. */
const SOON_MS = 300
/** What was sent is expected to begin something within this; until then it is looked for as if it had. */
const EXPECT_MS = 10_000
/** What a window shows may change at any time: how soon a round is due is looked at this often. */
const LOOK_MS = 1_000
/** A stream that stays for this long is back; one that goes sooner is no news. */
const BACK_MS = 5_000

/** While polling, each try costs a slow proxy another hanging connection, and nothing stands still meanwhile. */
export const POLLING_BACKOFF: BackoffPolicy = { firstMs: 250, factor: 2, maxMs: 30_000 }

export interface Polling {
  /** What the stream says of itself: shown as it is, or polled instead. */
  note(connection: Connection): void
  readonly isOn: () => boolean
  /** Someone looks: what is shown is asked for without waiting for its turn. */
  soon(): void
  /** Something is sent or was taken in. */
  sent(): void
  /** The server is gone or going. */
  stop(): void
}

export interface PollingOptions {
  readonly name: string
  readonly clock: Clock
  readonly state: MirrorState
  /** Which folders the server has, where only its stream would tell. */
  readonly listFolders: () => Promise<Result<null>> | null
  readonly refreshFolder: (directory: string) => Promise<Result<null>>
  readonly loadNewest: (session: SessionID) => Promise<Result<null>>
  /** Sessions whose messages a window holds. */
  readonly openSessions: () => readonly SessionID[]
  /** Those in front: the active one of each visible window. */
  readonly visibleSessions: () => readonly SessionID[]
  readonly show: (connection: Connection) => void
  readonly say: (tone: NoticeTone, text: string) => void
  /** Polling is over: what it brought goes stale from here on. */
  readonly onEnd: () => void
}

export function createPolling(options: PollingOptions): Polling {
  const { clock, state } = options
  /** Rises when polling begins or ends: a round of before has nothing to say any more. */
  let life = 0
  let isOn = false
  let isTrying = false
  let since = 0
  let shown: Connection | null = null
  let wait: Watch | null = null
  let isWanted = false
  let lastRoundAt = 0
  let lastFullAt = 0
  let sentAt = 0
  /** What the stream said last, while it is not shown. */
  let stream: Connection | null = null
  let isSaid = false
  let cancelBack = (): void => {}
  /** By session: the row's own time when its messages were loaded last. */
  const loaded = new Map<SessionID, number>()

  const isBusy = (id: SessionID): boolean => (state.sessions.get(id)?.status.type ?? 'idle') !== 'idle'
  const folderOf = (id: SessionID): string | null => state.sessions.get(id)?.session?.directory ?? null

  /** A clock that was set back holds nothing up. */
  const hasPassed = (at: number, ms: number): boolean => clock.now() - at >= ms || clock.now() < at

  const everyMs = (): number => {
    const visible = options.visibleSessions()
    const isExpecting = visible.length > 0 && !hasPassed(sentAt, EXPECT_MS)
    if (isExpecting || visible.some(isBusy)) return WATCHED_MS
    return visible.length > 0 || [...state.sessions.keys()].some(isBusy) ? REST_MS : IDLE_MS
  }

  const tell = (): void => {
    const reason = stream && 'reason' in stream ? stream.reason : null
    const next: Connection = { state: 'polling', everyMs: everyMs(), since, reason }
    if (shown?.state === 'polling' && shown.everyMs === next.everyMs && shown.reason === reason) return
    shown = next
    options.show(next)
  }

  const load = async (id: SessionID): Promise<boolean> => {
    const updated = state.sessions.get(id)?.session?.updated ?? 0
    const answer = await options.loadNewest(id)
    if (answer.ok) loaded.set(id, updated)
    return answer.ok
  }

  const isStale = (id: SessionID): boolean => {
    const held = state.sessions.get(id)
    return held?.content.from !== 'server' || loaded.get(id) !== held.session?.updated
  }

  /** Folders first: a session found idle is then read to its end. True: the server has answered something. */
  const askFor = async (folders: readonly string[], sessions: readonly SessionID[]): Promise<boolean> => {
    const wereBusy = sessions.filter(isBusy)
    const mine = life
    const listed = await Promise.all(folders.map(options.refreshFolder))
    if (mine !== life) return false
    const due = sessions.filter((id) => wereBusy.includes(id) || isBusy(id) || isStale(id))
    const read = await Promise.all(due.map(load))
    return listed.some((answer) => answer.ok) || read.some(Boolean)
  }

  const askForAll = async (): Promise<boolean> => {
    lastFullAt = clock.now()
    const mine = life
    const listed = await options.listFolders()
    if (mine !== life) return false
    const isAnswered = await askFor([...state.projects.keys()], options.openSessions())
    return isAnswered || (listed?.ok === true && mine === life)
  }

  const askForVisible = (): Promise<boolean> => {
    const visible = options.visibleSessions()
    const folders = visible.flatMap((id) => folderOf(id) ?? [])
    return askFor([...new Set(folders)], visible)
  }

  const round = async (): Promise<void> => {
    const mine = life
    isWanted = false
    lastRoundAt = clock.now()
    const isFull = hasPassed(lastFullAt, Math.max(everyMs(), REST_MS))
    const visible = options.visibleSessions()
    // Read again whatever its row says: what a person looks at is worth a page.
    for (const id of visible) loaded.delete(id)
    const isAnswered = await (isFull || visible.length === 0 ? askForAll() : askForVisible())
    if (mine !== life) return
    if (isAnswered) again()
    else end()
  }

  const again = (): void => {
    tell()
    wait?.cancel()
    wait = startWatch(clock, isWanted ? SOON_MS : LOOK_MS, () => {
      wait = null
      if (isWanted || hasPassed(lastRoundAt, everyMs())) void round()
      else again()
    })
  }

  const begin = async (): Promise<void> => {
    if (isOn || isTrying) return
    isTrying = true
    const mine = life
    loaded.clear()
    const isAnswered = await askForAll()
    if (mine !== life) return
    isTrying = false
    if (!isAnswered) return
    life++
    isOn = true
    since = lastRoundAt = clock.now()
    again()
    if (isSaid) return
    isSaid = true
    options.say(
      'warning',
      `Live updates from ${options.name} are off; checking every ${everyMs() / 1_000} s.`,
    )
  }

  /** Plain calls fail too, or the stream is back. */
  const end = (): void => {
    life++
    isTrying = false
    isWanted = false
    wait?.cancel()
    wait = null
    if (!isOn) return
    isOn = false
    shown = null
    options.onEnd()
    if (stream) options.show(stream)
  }

  const soon = (): void => {
    if (!isOn || isWanted) return
    isWanted = true
    // A round that runs looks at this when it ends.
    if (wait) again()
  }

  const sayBack = (): void => {
    cancelBack = clock.after(BACK_MS, () => {
      isSaid = false
      options.say('info', `Live updates from ${options.name} are back.`)
    })
  }

  return {
    note: (connection) => {
      cancelBack()
      stream = connection
      if (connection.state !== 'connecting') {
        if (isOn) end()
        else {
          end()
          options.show(connection)
        }
        if (connection.state === 'live' && isSaid) sayBack()
        return
      }
      if (isOn) tell()
      else options.show(connection)
      if (connection.nextAt !== null && connection.attempt > FAILED_ATTEMPTS) void begin()
    },
    isOn: () => isOn,
    soon,
    sent: () => {
      sentAt = clock.now()
      soon()
    },
    stop: () => {
      cancelBack()
      stream = null
      isSaid = false
      end()
    },
  }
}

/** While polling, no event tells what a command has changed: it is asked for. */
export const noteCommands =
  (fetchFn: typeof fetch, onSent: () => void): typeof fetch =>
  async (input, init) => {
    const isCommand = (init?.method ?? 'GET') !== 'GET'
    if (isCommand) onSent()
    const response = await fetchFn(input, init)
    if (isCommand) onSent()
    return response
  }
