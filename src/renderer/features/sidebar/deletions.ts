// Deleting a session: hidden at once, deleted when its notice ends, back when undone. Only this window's
// memory holds the wish, so a window that closes before deletes nothing.

import { createStore } from 'zustand/vanilla'
import type { RefKey, SessionRef } from '#contract/ids'
import { sessionKey } from '#contract/ids'
import type { Result } from '#contract/result'
import { NOTICE_MS, type Toasts } from '../notices/toasts.ts'
import { strings } from './strings.ts'

export interface DeletionPorts {
  readonly toasts: Toasts
  readonly remove: (ref: SessionRef) => Promise<Result<null>>
}

export interface Deletion {
  readonly ref: SessionRef
  readonly title: string
  /** The row is back: undone, or the server refused. */
  readonly onBack: () => void
}

export const createDeletions = (ports: DeletionPorts) => {
  const store = createStore<{ readonly hidden: ReadonlySet<RefKey> }>(() => ({ hidden: new Set() }))

  const hide = (key: RefKey, hidden: boolean): void => {
    const next = new Set(store.getState().hidden)
    if (hidden) next.add(key)
    else next.delete(key)
    store.setState({ hidden: next })
  }

  return {
    store,
    begin({ ref, title, onBack }: Deletion): void {
      const key = sessionKey(ref)
      if (store.getState().hidden.has(key)) return
      hide(key, true)
      ports.toasts.show({
        id: `delete ${key}`,
        tone: 'info',
        text: strings.deleted(title),
        action: {
          label: strings.undo,
          run: () => {
            hide(key, false)
            onBack()
          },
        },
        stayMs: NOTICE_MS,
        onEnd: (how) => {
          if (how !== 'acted') void finish(ref, title, onBack)
        },
      })
    },
  }

  async function finish(ref: SessionRef, title: string, onBack: () => void): Promise<void> {
    const removed = await ports.remove(ref)
    if (removed.ok) return
    const key = sessionKey(ref)
    hide(key, false)
    onBack()
    ports.toasts.show({
      id: `delete failed ${key}`,
      tone: 'danger',
      text: strings.deleteFailed(title, removed.error.message),
      action: null,
      stayMs: null,
      onEnd: null,
    })
  }
}
