import { expect, test } from 'vitest'
import { sessionTitle } from './session-title.ts'

test('a name that is only a time is no title', () => {
  expect(sessionTitle({ title: 'New session - 2026-11-20T14:38:54.830Z' })).toBeNull()
  expect(sessionTitle({ title: 'Child session - 2026-11-20T14:38:54.830Z' })).toBeNull()
  expect(sessionTitle({ title: '  ' })).toBeNull()
  expect(sessionTitle({ title: 'New session - plan for 2026' })).toBe('New session - plan for 2026')
})
