import { useEffect, useSyncExternalStore } from 'react'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'
import type { Content } from './content.ts'
import { createDraft, type DraftState } from './draft.ts'

/** Composers a person goes back and forth between; the least recently opened is forgotten, it is on disk. */
const MAX_DRAFTS_IN_MEMORY = 24

const drafts = new Map<string, DraftState>()

export function draftFor(scope: string): DraftState {
  const draft =
    drafts.get(scope) ??
    createDraft(scope, {
      rpc,
      later(run, ms) {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
      newId: () => crypto.randomUUID(),
    })
  drafts.delete(scope)
  drafts.set(scope, draft)
  for (const [oldest, old] of drafts) {
    if (drafts.size <= MAX_DRAFTS_IN_MEMORY) break
    void old.flush()
    drafts.delete(oldest)
  }
  return draft
}

/** The draft of a scope, loaded when first shown and written when the person leaves it or the page. */
export function useDraft(draft: DraftState): Content {
  const isConnected = useStore((state) => state.link === 'connected')
  useEffect(() => {
    if (!isConnected) return
    void draft.load()
    void draft.flush()
  }, [draft, isConnected])
  useEffect(() => {
    const flush = () => void draft.flush()
    window.addEventListener('pagehide', flush)
    document.addEventListener('visibilitychange', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      document.removeEventListener('visibilitychange', flush)
      flush()
    }
  }, [draft])
  return useSyncExternalStore(draft.subscribe, draft.content)
}
