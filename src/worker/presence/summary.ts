// What tray and badge say of every server at once.

import type { Presence, PresenceAsk, PresenceSession } from '#contract/host'
import type { Ask } from '#contract/model'
import { RECENT_SESSIONS, WAITING_ASKS } from '#contract/host'
import type { MirrorState, SessionState } from '../mirror/state.ts'

export function summarize(states: Iterable<MirrorState>): Presence {
  const recent: (PresenceSession & { readonly updated: number })[] = []
  const waiting: (PresenceAsk & { readonly asked: number })[] = []
  let [running, unseen] = [0, 0]
  for (const state of states) {
    const server = state.server.id
    for (const ask of state.asks.values()) {
      const title = state.sessions.get(ask.session)?.session?.title ?? ''
      waiting.push({ server, session: ask.session, title, summary: summaryOf(ask), asked: ask.asked })
    }
    for (const held of state.sessions.values()) {
      if (held.status.type !== 'idle') running++
      const { session } = held
      // A subagent's session is its parent's work.
      if (session === null || session.parent !== null || session.archived !== null) continue
      if (held.unread && held.status.type === 'idle') unseen++
      const { id, title, updated } = session
      recent.push({ server, session: id, title, state: stateOf(held), updated })
    }
  }
  return {
    running,
    asks: waiting.length,
    unseen,
    recent: recent
      .toSorted((a, b) => b.updated - a.updated)
      .slice(0, RECENT_SESSIONS)
      .map(({ updated: _, ...session }) => session),
    waiting: waiting
      .toSorted((a, b) => a.asked - b.asked)
      .slice(0, WAITING_ASKS)
      .map(({ asked: _, ...ask }) => ask),
  }
}

const stateOf = (held: SessionState): PresenceSession['state'] =>
  held.status.type !== 'idle' ? 'running' : held.error ? 'failed' : held.unread ? 'unseen' : 'idle'

/** What is asked, in the words of the one who asks. */
export const summaryOf = (ask: Ask): string =>
  ask.kind === 'permission'
    ? [ask.permission, ask.patterns[0] ?? ''].filter((word) => word !== '').join(': ')
    : (ask.questions[0]?.question ?? '')
