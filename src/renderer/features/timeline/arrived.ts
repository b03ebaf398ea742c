import { useState } from 'react'
import { refKey, sessionKey, type SessionRef } from '#contract/ids'
import type { State } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { isShown } from './timeline.logic.ts'

const countShown = (state: State, ref: SessionRef): number =>
  (state.messages[sessionKey(ref)] ?? []).reduce(
    (sum, message) =>
      sum +
      (state.parts[refKey(ref.server, message)] ?? []).filter((id) => {
        const part = state.part[refKey(ref.server, id)]
        return part !== undefined && isShown(part)
      }).length,
    0,
  )

/** Blocks that came since the reader left the end; 0 while following. */
export function useArrived(ref: SessionRef, following: boolean): number {
  const shown = useStore((state) => (following ? -1 : countShown(state, ref)))
  const [left, setLeft] = useState(-1)
  const fresh = left === -1 ? shown : left
  if (fresh !== left && !following) setLeft(fresh)
  if (following && left !== -1) setLeft(-1)
  return following ? 0 : Math.max(0, shown - fresh)
}
