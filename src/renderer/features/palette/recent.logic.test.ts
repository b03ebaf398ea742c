import { expect, it } from 'vitest'
import { MAX_RECENT, parseRecent, recentOf, withRecent } from './recent.logic.ts'

it('brings what was just chosen to the front, once', () => {
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a'])
})

it('remembers a bounded number', () => {
  let recent: readonly string[] = []
  for (let index = 0; index < 20; index += 1) recent = withRecent(recent, String(index))
  expect(recent).toHaveLength(MAX_RECENT)
  expect(recent[0]).toBe('19')
})

it('leaves out what no longer exists', () => {
  expect(recentOf(['gone', 'b'], [{ id: 'a' }, { id: 'b' }])).toEqual([{ id: 'b' }])
})

it('starts empty from anything that is not a list of ids', () => {
  expect([null, '{', '{"a":1}', '[1,"x"]'].map(parseRecent)).toEqual([[], [], [], ['x']])
})
