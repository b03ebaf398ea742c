import { refKey, type RefKey, type SessionRef } from '#contract/ids'
import { asksOf, childrenOf } from '../../store/selectors.ts'
import type { AskHere, State } from '../../store/state.ts'

/** Deeper than any subagent goes; a record that names itself as its parent must not loop. */
const MAX_DEPTH = 8

/** What a session and the sessions under it ask, oldest first. */
export function asksUnder(state: State, ref: SessionRef, depth = 0): readonly AskHere[] {
  const key: RefKey = refKey(ref.server, ref.session)
  const own = asksOf(state, key)
  const children = depth === MAX_DEPTH ? [] : childrenOf(state, ref.server, ref.session)
  if (children.length === 0) return own
  return [
    ...own,
    ...children.flatMap((child) => asksUnder(state, { server: ref.server, session: child.id }, depth + 1)),
  ].sort((a, b) => a.asked - b.asked || (a.id < b.id ? -1 : 1))
}
