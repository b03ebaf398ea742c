// The message that begins a session, from its sending until the session is known. What is sent from the
// same place meanwhile waits and goes to that session too: one place begins one session.

import { createStore, type StoreApi } from 'zustand/vanilla'
import { refKey, type OutboxID, type RefKey, type ServerID, type SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { State } from '../../store/state.ts'

export interface Folder {
  readonly server: ServerID
  readonly directory: string
}

type Next = (session: SessionRef) => void

interface Pending {
  readonly id: OutboxID
  /** Sends what waits; null when nothing does. */
  readonly next: Next | null
}

export type PendingByFolder = ReadonlyMap<RefKey, Pending>

export interface FirstMessagePorts {
  readonly state: () => State
  readonly subscribe: (listener: () => void) => () => void
  /** What is written here goes on in the session. */
  readonly carry: (folder: Folder, session: SessionRef) => void
  readonly open: (session: SessionRef) => void
}

export interface FirstMessages {
  readonly store: StoreApi<PendingByFolder>
  /** A first message is being handed over. */
  readonly begin: (folder: Folder, id: OutboxID) => void
  /** It was not taken: there is nothing to wait for. */
  readonly refuse: (folder: Folder, id: OutboxID) => void
  /** It was taken: goes to its session once that is known, unless the person has gone elsewhere by then. */
  readonly follow: (folder: Folder, item: OutboxItem) => void
  /** To be sent as soon as the session is known. */
  readonly queue: (folder: Folder, next: Next) => void
}

/** The session that a message began, from its outbox item or from its having been sent. Null: not yet. */
export function begunSession(state: State, id: OutboxID): SessionRef | null {
  const item = state.outbox[id]
  if (item !== undefined && item.session !== null) return { server: item.server, session: item.session }
  return state.sent.find((sent) => sent.id === id)?.session ?? null
}

export const folderKey = (folder: Folder): RefKey => refKey(folder.server, folder.directory)

const isAt = ({ ui: { route } }: State, folder: Folder): boolean =>
  route.type === 'new' && route.server === folder.server && route.directory === folder.directory

export function createFirstMessages(ports: FirstMessagePorts): FirstMessages {
  const store = createStore<PendingByFolder>(() => new Map())

  const pendingOf = (folder: Folder, id: OutboxID): Pending | null => {
    const pending = store.getState().get(folderKey(folder))
    return pending?.id === id ? pending : null
  }
  const put = (folder: Folder, pending: Pending) =>
    store.setState(new Map(store.getState()).set(folderKey(folder), pending), true)
  const end = (folder: Folder, id: OutboxID) => {
    if (pendingOf(folder, id) === null) return
    const rest = new Map(store.getState())
    rest.delete(folderKey(folder))
    store.setState(rest, true)
  }

  const follow = (folder: Folder, item: OutboxItem) => {
    let wasSeen = false
    const check = (): boolean => {
      const state = ports.state()
      const isHere = isAt(state, folder)
      const next = pendingOf(folder, item.id)?.next ?? null
      const session =
        item.session === null ? begunSession(state, item.id) : { server: item.server, session: item.session }
      if (session !== null) {
        end(folder, item.id)
        if (isHere || next !== null) ports.carry(folder, session)
        next?.(session)
        if (isHere) ports.open(session)
        return true
      }
      const isListed = state.outbox[item.id] !== undefined
      // Taken back by the person, or nobody waits for it here any more.
      const isOver = (wasSeen && !isListed) || (!isHere && next === null)
      if (isOver) end(folder, item.id)
      wasSeen ||= isListed
      return isOver
    }
    if (check()) return
    const unsubscribe = ports.subscribe(() => {
      if (check()) unsubscribe()
    })
  }

  return {
    store,
    begin: (folder, id) => put(folder, { id, next: null }),
    refuse: end,
    follow,
    queue: (folder, next) => {
      const pending = store.getState().get(folderKey(folder))
      if (pending !== undefined) put(folder, { ...pending, next })
    },
  }
}
