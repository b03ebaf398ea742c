// What was under way when the worker last knew, compared with what the server says now: the first answer
// for each folder tells what happened in between.

import type { AwayItem } from '#contract/away'
import type { ServerEvent } from '#contract/events'
import type { AskID, SessionID } from '#contract/ids'
import type { Message } from '#contract/model'
import type { Result } from '#contract/result'
import type { Underway } from '../journal/critical-store.ts'
import type { JournalStore } from '../journal/store.ts'
import type { MirrorState } from '../mirror/state.ts'
import { turnId } from './facts.ts'
import { howItEnded } from './how-it-ended.ts'

export interface FormerLife {
  /** What this event proves to have happened meanwhile. Turns are asked about, so their items come later. */
  compare(event: ServerEvent, at: number): void
  /** Its turn is seen to run: what becomes of it this life will know. */
  runs(session: SessionID): void
  /** It arose before this life knew of it, in a folder that a former life watched. */
  isNews(item: AwayItem, event: ServerEvent): boolean
}

export interface FormerLifeOptions {
  readonly state: MirrorState
  readonly journal: JournalStore
  readonly newest: (session: SessionID) => Promise<Result<Message | undefined>>
  readonly onFound: (item: AwayItem, session: SessionID) => void
  readonly onGone: (thing: Underway) => void
}

export function createFormerLife(options: FormerLifeOptions): FormerLife {
  const { state, journal } = options
  const server = state.server.id
  const before = new Map(journal.underway(server).map((thing) => [`${thing.kind} ${thing.id}`, thing]))
  /** Folders whose asks were not listed yet in this life. */
  const unasked = new Set(journal.projects(server).map(({ directory }) => directory))

  const isIn = (thing: Underway, directory: string): boolean =>
    state.sessions.get(thing.session)?.session?.directory === directory
  const things = (kind: Underway['kind'], directory: string): readonly Underway[] =>
    [...before.values()].filter((thing) => thing.kind === kind && isIn(thing, directory))

  const ended = async (thing: Underway, at: number): Promise<void> => {
    const newest = await options.newest(thing.session)
    if (!newest.ok && newest.error.code !== 'not-found') {
      // The next answer about its folder asks again.
      before.set(`turn ${thing.id}`, thing)
      return
    }
    options.onGone(thing)
    const held = state.sessions.get(thing.session)?.session
    if (!newest.ok || !held || held.parent !== null) return
    const { session } = thing
    const id = turnId(server, session, newest.value?.id ?? String(at))
    options.onFound({ id, at, server, session, ask: null, ...howItEnded(newest.value) }, session)
  }

  return {
    runs: (session) => void before.delete(`turn ${session}`),
    isNews: ({ kind, ask }, event) =>
      kind === 'asked' &&
      event.type === 'fetched.asks' &&
      unasked.has(event.directory) &&
      !before.has(`ask ${ask}`),
    compare: (event, at) => {
      if (event.type === 'fetched.statuses') {
        for (const thing of things('turn', event.directory)) {
          before.delete(`turn ${thing.id}`)
          if (state.sessions.get(thing.session)?.status.type === 'idle') void ended(thing, at)
        }
      }
      if (event.type === 'fetched.asks') {
        unasked.delete(event.directory)
        for (const thing of things('ask', event.directory)) {
          before.delete(`ask ${thing.id}`)
          if (!state.asks.has(thing.id as AskID)) options.onGone(thing)
        }
      }
    },
  }
}
