// What ops do to what a window shows. Pure, and equal ops give equal states however they were batched;
// records that no op touched keep their reference. Text is not in here (preview/).

import { refKey, sessionKey, type MessageID, type PartID, type RefKey, type ServerID } from '#contract/ids'
import type { StructuralOp } from '#contract/ops'
import { withNotice } from '../store/notices.ts'
import { emptyShown, type Shown } from '../store/state.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type TableName = Exclude<keyof Shown, 'notices' | 'dismissed' | 'sent' | 'away'>

/** A state being changed: each table is copied at its first change, so a batch costs one copy per table. */
interface Draft {
  readonly state: Mutable<Shown>
  readonly copied: Set<TableName>
}

function table<Name extends TableName>(
  draft: Draft,
  name: Name,
): Record<string, Shown[Name][keyof Shown[Name]]> {
  if (!draft.copied.has(name)) {
    draft.copied.add(name)
    Object.assign(draft.state, { [name]: { ...draft.state[name] } })
  }
  return draft.state[name] as Record<string, Shown[Name][keyof Shown[Name]]>
}

function remove(draft: Draft, name: TableName, key: string) {
  if (key in draft.state[name]) delete table(draft, name)[key]
}

function removeWhere<Name extends TableName>(
  draft: Draft,
  name: Name,
  matches: (record: Shown[Name][keyof Shown[Name]], key: string) => boolean,
) {
  for (const [key, record] of Object.entries(draft.state[name])) {
    if (matches(record as Shown[Name][keyof Shown[Name]], key)) remove(draft, name, key)
  }
}

/** A composer looks for its own as soon as it is sent; more than a batch's worth is never asked for. */
const MAX_SENT = 16

const none: readonly never[] = []

/** Ids sort by time as plain strings; most arrive last. */
function withID<ID extends string>(ids: readonly ID[], id: ID): readonly ID[] {
  const last = ids.at(-1)
  if (last === undefined || last < id) return [...ids, id]
  const at = ids.findIndex((other) => other >= id)
  if (ids[at] === id) return ids
  return [...ids.slice(0, at), id, ...ids.slice(at)]
}

export function apply<S extends Shown>(state: S, ops: readonly StructuralOp[]): S {
  if (ops.length === 0) return state
  const draft: Draft = { state: { ...state }, copied: new Set() }
  for (const op of ops) applyOne(draft, op)
  return draft.state as S
}

/** Everything that ops build, forgotten; what a person closed stays closed. */
export const forgetAll = <S extends Shown>(state: S): S => ({
  ...state,
  ...emptyShown,
  dismissed: state.dismissed,
})

function applyOne(draft: Draft, op: StructuralOp): void {
  switch (op.op) {
    case 'server':
      table(draft, 'servers')[op.server.id] = op.server
      return
    case 'server.remove':
      return removeServer(draft, op.id)
    case 'project':
      table(draft, 'projects')[refKey(op.project.server, op.project.directory)] = op.project
      return
    case 'project.remove':
      return remove(draft, 'projects', refKey(op.server, op.directory))
    case 'session':
      table(draft, 'sessions')[refKey(op.session.server, op.session.id)] = op.session
      return
    case 'session.remove':
      return removeSession(draft, op.server, refKey(op.server, op.id))
    case 'activity':
      table(draft, 'activity')[refKey(op.server, op.id)] = op.activity
      return
    case 'diff':
      table(draft, 'diffs')[sessionKey(op)] = op.files
      return
    case 'todos':
      table(draft, 'todos')[sessionKey(op)] = op.todos
      return
    case 'gaps':
      if (op.gaps.length === 0) remove(draft, 'gaps', sessionKey(op))
      else table(draft, 'gaps')[sessionKey(op)] = op.gaps
      return
    case 'ask':
      table(draft, 'asks')[refKey(op.server, op.ask.id)] = { ...op.ask, server: op.server }
      return
    case 'ask.remove':
      return remove(draft, 'asks', refKey(op.server, op.id))
    case 'view':
      table(draft, 'views')[sessionKey(op)] = { from: op.from, older: op.older, error: op.error }
      return
    case 'messages.reset':
      return removeMessages(draft, op.server, sessionKey(op))
    case 'message': {
      const key = refKey(op.server, op.message.session)
      table(draft, 'message')[refKey(op.server, op.message.id)] = op.message
      const ids = draft.state.messages[key] ?? none
      const next = withID(ids, op.message.id)
      if (next !== ids) table(draft, 'messages')[key] = next
      return
    }
    case 'message.remove': {
      const key = sessionKey(op)
      const ids = draft.state.messages[key]
      if (ids?.includes(op.id)) table(draft, 'messages')[key] = ids.filter((id) => id !== op.id)
      return removeMessage(draft, op.server, op.id)
    }
    case 'part': {
      const key = refKey(op.server, op.part.message)
      table(draft, 'part')[refKey(op.server, op.part.id)] = op.part
      const ids = draft.state.parts[key] ?? none
      const next = withID(ids, op.part.id)
      if (next !== ids) table(draft, 'parts')[key] = next
      return
    }
    case 'part.remove': {
      const key = refKey(op.server, op.message)
      const ids = draft.state.parts[key]
      if (ids?.includes(op.id)) table(draft, 'parts')[key] = ids.filter((id) => id !== op.id)
      return remove(draft, 'part', refKey(op.server, op.id))
    }
    case 'outbox':
      table(draft, 'outbox')[op.item.id] = op.item
      return
    case 'outbox.remove':
      if (op.sentTo !== null) {
        draft.state.sent = [...draft.state.sent.slice(1 - MAX_SENT), { id: op.id, session: op.sentTo }]
      }
      return remove(draft, 'outbox', op.id)
    case 'command':
      table(draft, 'commands')[op.item.id] = op.item
      return
    case 'command.remove':
      return remove(draft, 'commands', op.id)
    case 'away':
      draft.state.away = op.items
      return
    case 'notice':
      if (!draft.state.dismissed.includes(op.notice.id))
        draft.state.notices = withNotice(draft.state.notices, op.notice)
      return
  }
}

function removeMessage(draft: Draft, server: ServerID, id: MessageID) {
  const key = refKey(server, id)
  for (const part of draft.state.parts[key] ?? (none as readonly PartID[]))
    remove(draft, 'part', refKey(server, part))
  remove(draft, 'parts', key)
  remove(draft, 'message', key)
}

function removeMessages(draft: Draft, server: ServerID, key: RefKey) {
  for (const id of draft.state.messages[key] ?? (none as readonly MessageID[]))
    removeMessage(draft, server, id)
  remove(draft, 'messages', key)
  // Parts whose message has not come yet are in no list of it.
  for (const part of Object.values(draft.state.part)) {
    if (refKey(server, part.session) !== key) continue
    remove(draft, 'part', refKey(server, part.id))
    remove(draft, 'parts', refKey(server, part.message))
  }
}

/** What a window holds only while a session is open in it. */
function removeContent(draft: Draft, server: ServerID, key: RefKey) {
  removeMessages(draft, server, key)
  for (const name of ['views', 'todos', 'diffs', 'gaps'] as const) remove(draft, name, key)
}

function removeSession(draft: Draft, server: ServerID, key: RefKey) {
  removeContent(draft, server, key)
  remove(draft, 'sessions', key)
  remove(draft, 'activity', key)
  removeWhere(draft, 'asks', (ask) => refKey(ask.server, ask.session) === key)
}

function removeServer(draft: Draft, id: ServerID) {
  const prefix = refKey(id, '')
  const ofServer = (_record: unknown, key: string) => key.startsWith(prefix)
  const tables = [
    'projects',
    'sessions',
    'activity',
    'asks',
    'views',
    'messages',
    'message',
    'parts',
    'part',
    'todos',
    'diffs',
    'gaps',
  ] as const
  for (const name of tables) removeWhere(draft, name, ofServer)
  removeWhere(draft, 'outbox', (item) => item.server === id)
  removeWhere(draft, 'commands', (item) => item.server === id)
  remove(draft, 'servers', id)
}

/** Leaves the session's record and lets its content go: the window no longer shows it. */
export function closeSession<S extends Shown>(state: S, server: ServerID, key: RefKey): S {
  const draft: Draft = { state: { ...state }, copied: new Set() }
  removeContent(draft, server, key)
  return draft.state as S
}
