import { expect, test } from 'vitest'
import { sessionID, type SessionRef } from '#contract/ids'
import { makeSession, server } from '../dev/make.ts'
import { initialState } from '../store/state.ts'
import { apply } from './apply.ts'
import { openSessions, visit } from './open-sessions.ts'

const ref = (id: string): SessionRef => ({ server, session: sessionID(id) })

test('the last sessions visited stay open, each once, and only so many', () => {
  let visited: readonly SessionRef[] = []
  for (const id of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h']) visited = visit(visited, ref(id))
  expect(visited.map(({ session }) => session)).toEqual(['h', 'g', 'f', 'e', 'd', 'a'])
})

test('the subagents of the session on the screen are open too', () => {
  const state = apply(
    { ...initialState, ui: { ...initialState.ui, route: { type: 'session' as const, ...ref('a') } } },
    [
      { op: 'session', session: makeSession('a') },
      { op: 'session', session: makeSession('child', { parent: sessionID('a') }) },
      { op: 'session', session: makeSession('other', { parent: sessionID('b') }) },
    ],
  )
  expect(openSessions(state, [ref('a'), ref('b')])).toEqual([ref('a'), ref('b'), ref('child')])
})
