// Derived views of the store, remembered per input record: the same records give the same references.

import { refKey, type MessageID, type RefKey, type ServerID, type SessionID } from '#contract/ids'
import type { AssistantMessage, Message, Session, UserMessage } from '#contract/model'
import type { AskHere, State } from './state.ts'

/** Remembers what was derived from a record for as long as that record lives. */
function derived<Source extends object, Value>(derive: (source: Source) => Value): (source: Source) => Value {
  const known = new WeakMap<Source, Value>()
  return (source) => {
    const hit = known.get(source)
    if (hit !== undefined) return hit
    const value = derive(source)
    known.set(source, value)
    return value
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

const byUpdated = (a: Session, b: Session) => b.updated - a.updated || (a.id < b.id ? 1 : -1)

const rootsByFolder = derived((sessions: State['sessions']) =>
  groupBy(
    Object.values(sessions)
      .filter((session) => session.parent === null && session.archived === null)
      .sort(byUpdated),
    (session) => refKey(session.server, session.directory),
  ),
)

const childrenByParent = derived((sessions: State['sessions']) =>
  groupBy(
    Object.values(sessions)
      .filter((session) => session.parent !== null)
      .sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1)),
    (session) => refKey(session.server, session.parent ?? ''),
  ),
)

const asksBySession = derived((asks: State['asks']) =>
  groupBy(
    Object.values(asks).sort((a, b) => a.asked - b.asked || (a.id < b.id ? -1 : 1)),
    (ask) => refKey(ask.server, ask.session),
  ),
)

const none: readonly never[] = []

/** Sessions of a folder without a parent, not archived, newest first. */
export const sessionsOf = (state: State, server: ServerID, directory: string): readonly Session[] =>
  rootsByFolder(state.sessions).get(refKey(server, directory)) ?? none

/** Child sessions (subagents), in the order they began. */
export const childrenOf = (state: State, server: ServerID, session: SessionID): readonly Session[] =>
  childrenByParent(state.sessions).get(refKey(server, session)) ?? none

/** What a session itself asks, oldest first. */
export const asksOf = (state: State, key: RefKey): readonly AskHere[] =>
  asksBySession(state.asks).get(key) ?? none

/** Deeper than any subagent goes; a record that names itself as its parent must not loop. */
const MAX_DEPTH = 8

/** How many asks wait in a session and in the sessions under it. */
export function waitingIn(state: State, key: RefKey, depth = 0): number {
  const session = state.sessions[key]
  const own = asksOf(state, key).length
  if (session === undefined || depth === MAX_DEPTH) return own
  return childrenOf(state, session.server, session.id).reduce(
    (sum, child) => sum + waitingIn(state, refKey(child.server, child.id), depth + 1),
    own,
  )
}

/** Whether what is known of a session comes from its server by now: else "running" is only what was last heard. */
export function isHeard(state: State, { server, directory }: Pick<Session, 'server' | 'directory'>): boolean {
  const connection = state.servers[server]?.connection.state
  const run = state.projects[refKey(server, directory)]?.run ?? null
  return (
    state.link === 'connected' &&
    (connection === 'live' || connection === 'polling') &&
    (run === null || run.state === 'live')
  )
}

export type SessionState = 'running' | 'needs-you' | 'unread' | 'error' | 'idle'

export function sessionState(state: State, key: RefKey): SessionState {
  if (waitingIn(state, key) > 0) return 'needs-you'
  const activity = state.activity[key]
  if (activity === undefined) return 'idle'
  if (activity.status.type !== 'idle') return 'running'
  if (activity.error !== null && !activity.error.aborted) return 'error'
  return activity.unread ? 'unread' : 'idle'
}

/** A prompt and what answered it; `user` is null when the prompt is older than what the window holds. */
export interface Turn {
  readonly id: MessageID
  readonly user: UserMessage | null
  readonly assistants: readonly AssistantMessage[]
}

interface RememberedTurns {
  readonly ids: readonly MessageID[]
  readonly table: State['message']
  readonly messages: readonly Message[]
  readonly turns: readonly Turn[]
}

/** Sessions a window shows in one sitting; the oldest entry goes first. */
const MAX_REMEMBERED = 32
const remembered = new Map<RefKey, RememberedTurns>()

const same = <T>(a: readonly T[], b: readonly T[]) =>
  a.length === b.length && a.every((item, index) => item === b[index])

/** Turns in order; a turn that did not change keeps its reference. */
export function turnsOf(state: State, key: RefKey): readonly Turn[] {
  const ids = state.messages[key]
  const session = state.sessions[key]
  if (ids === undefined || ids.length === 0) return none
  const server = session?.server ?? (key.slice(0, key.indexOf('/')) as ServerID)
  const before = remembered.get(key)
  // Asked for with every change of the store, most of which are none of messages.
  if (before?.ids === ids && before.table === state.message) return before.turns
  const messages = ids.flatMap((id) => state.message[refKey(server, id)] ?? [])
  const isSame = before !== undefined && same(before.messages, messages)
  const turns = isSame ? before.turns : shareTurns(groupTurns(messages), before?.turns ?? none)
  remembered.delete(key)
  remembered.set(key, { ids, table: state.message, messages, turns })
  const oldest = remembered.keys().next().value
  if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  return turns
}

function groupTurns(messages: readonly Message[]): readonly Turn[] {
  const turns: { id: MessageID; user: UserMessage | null; assistants: AssistantMessage[] }[] = []
  for (const message of messages) {
    if (message.role === 'user') {
      turns.push({ id: message.id, user: message, assistants: [] })
      continue
    }
    const turn = turns.findLast((candidate) => candidate.id === message.parent)
    if (turn !== undefined) turn.assistants.push(message)
    else turns.push({ id: message.parent, user: null, assistants: [message] })
  }
  return turns
}

function shareTurns(turns: readonly Turn[], before: readonly Turn[]): readonly Turn[] {
  const known = new Map(before.map((turn) => [turn.id, turn]))
  return turns.map((turn) => {
    const old = known.get(turn.id)
    return old !== undefined && old.user === turn.user && same(old.assistants, turn.assistants) ? old : turn
  })
}
