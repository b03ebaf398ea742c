// What an event means for somebody who was not there: facts to be written down, and what began or ended.

import type { AwayItem, AwayKind } from '#contract/away'
import type { ServerEvent } from '#contract/events'
import type { AskID, ServerID, SessionID } from '#contract/ids'
import type { ConnectionState, Server } from '#contract/model'
import type { Op } from '#contract/ops'
import type { CriticalKind, CriticalRow, Ended, Underway } from '../journal/critical-store.ts'
import type { MirrorState } from '../mirror/state.ts'
import { howItEnded } from './how-it-ended.ts'

/** What is known to be under way on one server, in this life of the worker. */
export interface Known {
  readonly turns: Set<SessionID>
  readonly asks: Set<AskID>
  connection: ConnectionState
  /** It was started and has not been live since. */
  isStarting: boolean
}

export const nothingKnown = (): Known => ({
  turns: new Set(),
  asks: new Set(),
  connection: 'stopped',
  isStarting: false,
})

export interface Facts {
  /** Kept whoever is there. */
  readonly rows: readonly CriticalRow[]
  /** Of interest to somebody who is not there now. */
  readonly news: readonly AwayItem[]
  readonly begun: readonly Underway[]
  readonly over: readonly Ended[]
}

interface Gathered {
  readonly rows: CriticalRow[]
  readonly news: AwayItem[]
  readonly begun: Underway[]
  readonly over: Ended[]
}

const nothing = { session: null, ask: null, text: '' } as const

export function factsOf(
  known: Known,
  state: MirrorState,
  event: ServerEvent,
  ops: readonly Op[],
  at: number,
): Facts {
  const server = state.server.id
  const facts: Gathered = { rows: [], news: [], begun: [], over: [] }
  if (event.type === 'session.error') {
    const { session, error } = event
    const id = `error/${server}/${session ?? ''}/${at}`
    facts.rows.push({ ...nothing, id, kind: 'error', at, server, session, text: error.message })
  }
  for (const op of ops) {
    if (op.op === 'activity') turnFacts(known, state, op, at, facts)
    else if (op.op === 'ask' || op.op === 'ask.remove') askFacts(known, server, op, at, facts)
    else if (op.op === 'server') serverFacts(known, op.server, at, facts)
    else if (op.op === 'session.remove' && known.turns.delete(op.id))
      facts.over.push({ kind: 'turn', id: op.id })
  }
  return facts
}

function turnFacts(
  known: Known,
  state: MirrorState,
  op: Extract<Op, { readonly op: 'activity' }>,
  at: number,
  facts: Gathered,
): void {
  const { server, id: session } = op
  const turn: Underway = { kind: 'turn', id: session, session }
  if (op.activity.status.type !== 'idle') {
    if (!known.turns.has(session)) facts.begun.push(turn)
    known.turns.add(session)
    return
  }
  if (!known.turns.delete(session)) return
  facts.over.push(turn)
  const held = state.sessions.get(session)
  // A subagent's end is a step of its parent's turn.
  if (held?.session?.parent !== null) return
  const last = held.content.order.at(-1)
  const newest = last && held.content.messages.get(last)
  const { error } = op.activity
  const how = error ? ({ kind: 'failed', text: error.message } as const) : howItEnded(newest)
  const id = turnId(server, session, last ?? String(at))
  facts.news.push({ ...nothing, id, at, server, session, ...how })
}

export const turnId = (server: ServerID, session: SessionID, last: string): string =>
  `turn/${server}/${session}/${last}`

function askFacts(
  known: Known,
  server: ServerID,
  op: Extract<Op, { readonly op: 'ask' | 'ask.remove' }>,
  at: number,
  facts: Gathered,
): void {
  if (op.op === 'ask.remove') {
    known.asks.delete(op.id)
    const row = { ...nothing, id: `answered/${server}/${op.id}`, kind: 'answered', ask: op.id } as const
    facts.rows.push({ ...row, at, server })
    facts.over.push({ kind: 'ask', id: op.id })
    return
  }
  const { id: ask, session } = op.ask
  if (known.asks.has(ask)) return
  known.asks.add(ask)
  facts.begun.push({ kind: 'ask', id: ask, session })
  const item = { ...nothing, id: `ask/${server}/${ask}`, kind: 'asked', at, server, session, ask } as const
  facts.rows.push(item)
  facts.news.push(item)
}

/** Reconnecting is not stopping: only what a server's own life tells. */
function lifeOf(known: Known, { connection }: Server): CriticalKind | null {
  const { connection: before, isStarting } = known
  if (connection.state === before) return null
  if (connection.state === 'stopped') return connection.neverStarted ? null : 'stopped'
  if (connection.state === 'starting') return before === 'stopped' ? null : 'crashed'
  return connection.state === 'live' && isStarting ? 'started' : null
}

function serverFacts(known: Known, server: Server, at: number, facts: Gathered): void {
  const kind = lifeOf(known, server)
  const { state } = server.connection
  known.connection = state
  known.isStarting = state === 'starting' || (known.isStarting && state !== 'live')
  if (kind === null) return
  const text = server.connection.state === 'stopped' ? server.connection.reason : ''
  const row = { ...nothing, id: `server/${server.id}/${kind}/${at}`, at, server: server.id, text }
  facts.rows.push({ ...row, kind })
  if (isTold(kind)) facts.news.push({ ...row, kind })
}

const isTold = (kind: CriticalKind): kind is AwayKind => kind === 'crashed'
