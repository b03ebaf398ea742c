import { expect, test } from 'vitest'
import type { StructuralOp } from '#contract/ops'
import { makeProject, makeSession, server } from '../dev/make.ts'
import { apply } from '../feed/apply.ts'
import { initialState, type Route } from '../store/state.ts'
import { startRoute } from './router.ts'

const older = makeProject('/work/older', { openedAt: 10 })
const newer = makeProject('/work/newer', { openedAt: 20 })
const session = makeSession('ses_1', { directory: '/work/older' })
const ops: readonly StructuralOp[] = [
  { op: 'project', project: older },
  { op: 'project', project: newer },
  { op: 'session', session },
]
const state = apply(initialState, ops)
const there: Route = { type: 'session', server, session: session.id }
const newest: Route = { type: 'new', server, directory: newer.directory }

test('a window opens where it was last', () => {
  expect(startRoute(state, { route: there, at: 30 })).toEqual(there)
})

test('a folder opened since then comes first', () => {
  expect(startRoute(state, { route: there, at: 15 })).toEqual(newest)
})

test('a session that is gone, and no memory at all, give the folder opened last', () => {
  const gone: Route = { type: 'new', server, directory: '/work/closed' }
  expect(startRoute(state, { route: gone, at: 30 })).toEqual(newest)
  expect(startRoute(state, null)).toEqual(newest)
})

test('without a folder there is nothing to open', () => {
  expect(startRoute(initialState, { route: there, at: 30 })).toBeNull()
})
