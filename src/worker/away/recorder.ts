// Stands between the fold and the windows: what must outlive a crash is in the journal before anyone sees it.

import type { ServerEvent } from '#contract/events'
import type { ServerID, SessionRef } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { Clock } from '../clock.ts'
import type { CriticalRow } from '../journal/critical-store.ts'
import type { JournalStore } from '../journal/store.ts'
import type { OutboxChange } from '../outbox/changes.ts'
import type { ServerRuntime } from '../servers/runtime.ts'
import type { AwayList } from './away-list.ts'
import { factsOf, nothingKnown, type Known } from './facts.ts'
import { createFormerLife, type FormerLife } from './former-life.ts'

export interface Recorder {
  /** What an event changed; to be called before a window hears of it. */
  note(runtime: ServerRuntime, event: ServerEvent, ops: readonly Op[]): void
  /** The same for the outbox. */
  noteOutbox(change: OutboxChange): void
  /** A server was removed, and with it all that was held of it. */
  forgetServer(server: ServerID): void
}

export interface RecorderOptions {
  readonly journal: JournalStore
  readonly clock: Clock
  readonly away: AwayList
  /** Some window is there. */
  readonly isAttended: () => boolean
  /** It was before a person's eyes all the time, the worker's own restart included. */
  readonly wasWatched: (ref: SessionRef) => boolean
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { journal, clock, away } = options
  const servers = new Map<ServerID, { readonly known: Known; readonly former: FormerLife }>()

  const recordOf = (runtime: ServerRuntime) => {
    const held = servers.get(runtime.id)
    if (held) return held
    const former = createFormerLife({
      state: runtime.state,
      journal,
      newest: async (session) => {
        const page = await runtime.client.messages(session, 1, null)
        return page.ok ? { ok: true, value: page.value.messages.at(-1)?.message } : page
      },
      onFound: (item, session) => {
        if (options.wasWatched({ server: runtime.id, session })) return
        away.found([item])
        runtime.dispatch({ type: 'session.unread', session })
      },
      onGone: (thing) => journal.end(runtime.id, [thing]),
    })
    const record = { former, known: nothingKnown() }
    servers.set(runtime.id, record)
    return record
  }

  return {
    note: (runtime, event, ops) => {
      // Nine tenths of a stream.
      if (event.type === 'part.delta') return
      const at = clock.now()
      const { known, former } = recordOf(runtime)
      const facts = factsOf(known, runtime.state, event, ops, at)
      const found = facts.news.filter((item) => former.isNews(item, event))
      const untold = options.isAttended() ? found : facts.news
      away.found(found)
      if (!options.isAttended()) away.unattended(facts.news)
      journal.saveCritical(facts.rows.filter((row) => !untold.some((item) => item.id === row.id)))
      for (const { session } of facts.begun) former.runs(session)
      journal.begin(runtime.id, facts.begun)
      journal.end(runtime.id, facts.over)
      for (const { kind, ask } of facts.rows) {
        if (kind === 'answered' && ask !== null) away.answered(runtime.id, ask)
      }
      former.compare(event, at)
    },
    forgetServer: (server) => void servers.delete(server),
    noteOutbox: (change) => {
      const row = outcomeOf(change, clock.now())
      if (!row) return
      if (row.kind === 'unsent' && !options.isAttended()) away.unattended([{ ...row, kind: 'unsent' }])
      else journal.saveCritical([row])
    },
  }
}

/** What became of something that was sent, once that is sure; an answer that was taken ends its ask. */
function outcomeOf(change: OutboxChange, at: number): CriticalRow | null {
  if (change.type === 'message.end' && change.sentTo !== null) {
    const { id, server } = change.item
    return { id: `sent/${id}`, kind: 'sent', at, server, session: change.sentTo.session, ask: null, text: '' }
  }
  if (change.type === 'message' && change.item.state.type === 'failed') {
    const { id, server, session, state } = change.item
    return { id: `unsent/${id}/${at}`, kind: 'unsent', at, server, session, ask: null, text: state.message }
  }
  if (change.type === 'command' && change.item.state.type === 'failed') {
    const { id, server, session, state } = change.item
    return { id: `refused/${id}/${at}`, kind: 'error', at, server, session, ask: null, text: state.message }
  }
  if (change.type === 'said' && change.notice.server !== null) {
    const { id, server, session, text } = change.notice
    return { id: `refused/${id}`, kind: 'error', at, server, session, ask: null, text }
  }
  return null
}
