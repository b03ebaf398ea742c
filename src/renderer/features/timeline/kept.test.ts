import { expect, it, vi } from 'vitest'
import { createKept } from './kept.ts'

it('remembers what was opened and tells the row that shows it', () => {
  const kept = createKept()
  const listener = vi.fn<() => void>()
  const stop = kept.subscribe('row 1', listener)
  kept.set('row 1', true)
  kept.set('row 2', true)
  expect(kept.get('row 1')).toBe(true)
  expect(listener).toHaveBeenCalledOnce()
  stop()
  kept.set('row 1', false)
  expect(listener).toHaveBeenCalledOnce()
})

it('forgets what was set longest ago when there is too much', () => {
  const kept = createKept(2)
  for (const key of ['a', 'b', 'a', 'c']) kept.set(key, true)
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([true, undefined, true])
})
