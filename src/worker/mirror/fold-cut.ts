// What a cut of the stream leaves in doubt, and what is known to be lost for good.

import type { ServerEvent } from '#contract/events'
import type { PartID, SessionID } from '#contract/ids'
import type { Millis } from '#contract/model'
import type { Op } from '#contract/ops'
import { openGap } from './gaps.ts'
import { pushGaps, pushView } from './push.ts'
import { emptyContent, type Content, type MirrorState, type SessionState } from './state.ts'

type Event<T extends ServerEvent['type']> = Extract<ServerEvent, { readonly type: T }>

/** What streams is lost while the stream is away: unfinished texts, and whatever a fetch must prove. */
export function foldCut(state: MirrorState, event: Event<'stream.cut'>, at: Millis, ops: Op[]): void {
  for (const [id, session] of state.sessions) {
    if (event.directory !== undefined && session.session?.directory !== event.directory) continue
    pushStale(state, id, session, ops)
    noteHole(session.content)
    forgetHeard(session, at)
    let isNews = false
    if (session.status.type !== 'idle' && session.content.order.length > 0) {
      isNews = openGap(state, session, { session: id, part: null, reason: event.reason, since: at })
    }
    // Also where the session seems idle: what said otherwise may be what a cut before this one took.
    for (const part of unfinishedParts(session)) {
      const gap = { session: id, part, reason: 'unfinished-text', since: at } as const
      isNews = openGap(state, session, gap) || isNews
    }
    if (isNews) pushGaps(state, id, session, ops)
  }
}

/** The server works on it no longer and holds no more of it: what is marked stays so, and why is said. */
export function foldAbandoned(
  state: MirrorState,
  { session: id }: Event<'session.abandoned'>,
  at: Millis,
  ops: Op[],
): void {
  const session = state.sessions.get(id)
  if (!session || session.status.type !== 'idle') return
  let isNews = false
  for (const part of unfinishedParts(session)) {
    if (session.gaps.get(part)?.reason !== 'unfinished-text') continue
    session.gaps.set(part, { session: id, part, reason: 'server-lost', since: at })
    isNews = true
  }
  if (isNews) pushGaps(state, id, session, ops)
}

/** Its messages leave memory; opened again, they come from the cache and from the server. */
export function foldReleased(state: MirrorState, id: SessionID): void {
  const session = state.sessions.get(id)
  if (session) session.content = emptyContent()
}

/** Nothing told before a cut is newer than a fetch begun after it, wherever the clock was set meanwhile. */
function forgetHeard(session: SessionState, at: Millis): void {
  session.content.heard.clear()
  session.content.partsHeard.clear()
  session.touchedAt = Math.min(session.touchedAt, at - 1)
  session.recordAt = Math.min(session.recordAt, at - 1)
  session.statusAt = Math.min(session.statusAt, at - 1)
}

/** While the stream is away what is held is a cache: a fetch makes it the server's again. */
function pushStale(state: MirrorState, id: SessionID, { content }: SessionState, ops: Op[]): void {
  if (content.from !== 'server') return
  content.from = 'cache'
  pushView(state, id, content, ops)
}

/** A hole that an earlier cut left begins where that one began. */
function noteHole(content: Content): void {
  const last = content.order.at(-1)
  if (last === undefined) return
  // The turn's own records change until its end, the prompt's among them.
  const turn = content.order.findLast((id) => content.messages.get(id)?.role === 'user') ?? last
  content.hole = { ...(content.hole ?? { after: turn, from: 'cut' }), last }
}

function* unfinishedParts(session: SessionState): Iterable<PartID> {
  for (const [part, fields] of session.content.texts) {
    const text = fields.get('text')
    if (text && !text.final) yield part
  }
}
