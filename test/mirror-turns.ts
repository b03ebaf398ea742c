/**
 * A mirror as the worker keeps it through a long day: events as the server sends them, decoded and folded,
 * behind them the cache, and what nobody looks at leaving memory for it. For the bench and for tests.
 */
import type { MessageID, PartID, SessionID } from '#contract/ids'
import type { ServerEvent } from '#contract/events'
import type { Op } from '#contract/ops'
import { createManualClock } from '#test/manual-clock'
import { createReader } from '#test/mirror'
import { createCacheWriter } from '../src/worker/journal/cache-writer.ts'
import type { JournalStore } from '../src/worker/journal/store.ts'
import { fold } from '../src/worker/mirror/fold.ts'
import { contentBytes } from '../src/worker/mirror/weight.ts'
import type { MirrorState } from '../src/worker/mirror/state.ts'
import { createRelease } from '../src/worker/servers/release.ts'

export interface TurnShape {
  /** Deltas of the answer; a dozen other events come besides. */
  readonly deltas: number
  /** Letters of each. */
  readonly letters: number
}

export interface MirrorTurns {
  readonly state: MirrorState
  /** One whole turn in a session of its own, or in the one named. Gives the number of its events. */
  play(shape: TurnShape, session?: string): Promise<number>
  /** All that is held of messages. */
  heldBytes(): number
  /** As when a window opens it: from the cache, if nothing of it is held. */
  open(session: SessionID): void
  close(): void
}

export interface MirrorTurnsOptions {
  readonly journal: JournalStore
  readonly onOps?: (ops: readonly Op[]) => void
  readonly isOpen?: (session: SessionID) => boolean
  /** Without it the worker's own. */
  readonly heldBytes?: number
}

/** Longer than any wait between a change and what follows from it. */
const REST_MS = 15_000
/** So many messages a window gets of a session that it opens. */
const PAGE = 60

export function createMirrorTurns({ journal, onOps, isOpen, heldBytes }: MirrorTurnsOptions): MirrorTurns {
  const clock = createManualClock(1)
  const { state, decoder } = createReader()
  const cache = createCacheWriter(
    journal,
    clock,
    () => state,
    (_server, text) => text,
  )
  const dispatch = (event: ServerEvent): void => {
    const ops = fold(state, event, clock.now())
    cache.note(state, ops)
    onOps?.(ops)
    release.note()
  }
  const release = createRelease({
    state,
    clock,
    dispatch,
    isUsed: isOpen ?? (() => false),
    saveCache: cache.flush,
    ...(heldBytes === undefined ? {} : { heldBytes }),
  })
  let turns = 0
  let ids = 0
  const next = (kind: string): string => `${kind}_${String(++ids).padStart(12, '0')}`

  return {
    state,
    play: async (shape, session = `ses_${++turns}`) => {
      let count = 0
      for (const data of turnEvents(session, shape, next)) {
        count++
        for (const event of decoder.decode(data, clock.now())) dispatch(event)
      }
      await clock.advance(REST_MS)
      return count
    },
    heldBytes: () =>
      [...state.sessions.values()].reduce((sum, { content }) => sum + contentBytes(content), 0),
    open: (session) => {
      if (state.sessions.get(session)?.content.from !== 'nothing') return
      const messages = journal.messages(state.server.id, session, PAGE)
      const older = messages.length === PAGE
      dispatch({
        type: 'fetched.messages',
        session,
        since: clock.now(),
        messages,
        newest: true,
        older,
        source: 'cache',
      })
    },
    close: () => release.stop(),
  }
}

/** A turn's events, each the JSON of one frame of `/global/event`, `sync` copies left out. */
function* turnEvents(
  sessionID: string,
  { deltas, letters }: TurnShape,
  next: (kind: string) => string,
): Iterable<string> {
  const event = (type: string, properties: object): string =>
    JSON.stringify({
      directory: '/work',
      payload: { id: next('evt'), type, properties: { sessionID, ...properties } },
    })
  const session = {
    id: sessionID,
    slug: 'long-day',
    version: '1',
    projectID: 'global',
    directory: '/work',
    title: sessionID,
    time: { created: 1, updated: 1 },
  }
  const status = (type: string): string => event('session.status', { status: { type } })
  const user = { id: next('msg') as MessageID, role: 'user', sessionID, time: { created: 1 } }
  const id = next('msg') as MessageID
  const assistant = {
    id,
    role: 'assistant',
    sessionID,
    parentID: user.id,
    providerID: 'demo',
    modelID: 'fast',
    time: { created: 1 },
  }
  const text = {
    id: next('prt') as PartID,
    messageID: id,
    sessionID,
    type: 'text',
    text: '',
    time: { start: 1 },
  }
  yield event('session.updated', { info: session })
  yield event('message.updated', { info: user })
  yield event('message.part.updated', {
    part: { id: next('prt'), messageID: user.id, sessionID, type: 'text', text: 'go on' },
  })
  yield status('busy')
  yield event('message.updated', { info: assistant })
  yield event('message.part.updated', { part: text })
  const delta = 'tide '.repeat(Math.ceil(letters / 5)).slice(0, letters)
  const about = { messageID: id, partID: text.id, field: 'text', delta }
  for (let n = 0; n < deltas; n++) yield event('message.part.delta', about)
  yield event('message.part.updated', {
    part: { ...text, text: delta.repeat(deltas), time: { start: 1, end: 2 } },
  })
  yield event('message.updated', {
    info: { ...assistant, time: { created: 1, completed: 2 }, finish: 'stop' },
  })
  yield status('idle')
  yield event('session.idle', {})
}
