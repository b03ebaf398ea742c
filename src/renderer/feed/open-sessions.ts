// Which sessions' messages a window wants: the one being looked at, its subagents, and those last visited,
// so that going back is immediate.

import { sessionKey, type SessionRef } from '#contract/ids'
import { childrenOf } from '../store/selectors.ts'
import type { State } from '../store/state.ts'

/** Going back and forth between a few sessions is common; each costs the worker's attention and memory here. */
const MAX_VISITED = 6
/** More subagents than anyone watches at once. */
const MAX_CHILDREN = 16

export function visit(visited: readonly SessionRef[], ref: SessionRef): readonly SessionRef[] {
  const key = sessionKey(ref)
  return [ref, ...visited.filter((other) => sessionKey(other) !== key)].slice(0, MAX_VISITED)
}

/** @param visited most recent first; the active one leads it */
export function openSessions(state: State, visited: readonly SessionRef[]): readonly SessionRef[] {
  const active = visited[0]
  const { route } = state.ui
  if (active === undefined) return []
  const children =
    route.type === 'session'
      ? childrenOf(state, route.server, route.session)
          .slice(-MAX_CHILDREN)
          .map((child): SessionRef => ({ server: child.server, session: child.id }))
      : []
  const keys = new Set(visited.map(sessionKey))
  return [...visited, ...children.filter((child) => !keys.has(sessionKey(child)))]
}
