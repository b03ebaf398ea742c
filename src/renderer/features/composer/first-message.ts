// The message that begins a session, from its sending until the session is known. What is sent from the
// same place meanwhile names it and goes to that session too: one place begins one session.

import { createStore, type StoreApi } from 'zustand/vanilla'
import { refKey, type OutboxID, type RefKey, type ServerID, type SessionRef } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { State } from '../../store/state.ts'
import { outboxOf } from '../outbox/outbox.logic.ts'

export interface Folder {
  readonly server: ServerID
  readonly directory: string
}

export type PendingByFolder = ReadonlyMap<RefKey, OutboxID>

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
  /**
   * Goes to its session once that is known, unless the person has gone elsewhere by then. From the moment it is
   * handed over, and again with what came back: the feed may tell of its session before the answer is here.
   */
  readonly follow: (folder: Folder, item: Pick<OutboxItem, 'id' | 'server' | 'session'>) => void
}

/** What the next message from here goes after: one handed over just now, or one that waits since before. */
export const messageBefore = (
  pendings: PendingByFolder,
  { outbox }: Pick<State, 'outbox'>,
  folder: Folder,
): OutboxID | null =>
  pendings.get(folderKey(folder)) ?? outboxOf(outbox, { ...folder, session: null }).at(-1)?.id ?? null

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

  const isPending = (folder: Folder, id: OutboxID) => store.getState().get(folderKey(folder)) === id
  const end = (folder: Folder, id: OutboxID) => {
    if (!isPending(folder, id)) return
    const rest = new Map(store.getState())
    rest.delete(folderKey(folder))
    store.setState(rest, true)
  }

  const follow: FirstMessages['follow'] = (folder, item) => {
    let wasSeen = false
    const check = (): boolean => {
      const state = ports.state()
      // Another following of it has come to an end already.
      if (!isPending(folder, item.id)) return true
      const isHere = isAt(state, folder)
      const session =
        item.session === null ? begunSession(state, item.id) : { server: item.server, session: item.session }
      if (session !== null) {
        end(folder, item.id)
        if (isHere) {
          ports.carry(folder, session)
          ports.open(session)
        }
        return true
      }
      const isListed = state.outbox[item.id] !== undefined
      // Taken back by the person, or nobody waits for it here any more.
      const isOver = (wasSeen && !isListed) || !isHere
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
    begin: (folder, id) => store.setState(new Map(store.getState()).set(folderKey(folder), id), true),
    refuse: end,
    follow,
  }
}
