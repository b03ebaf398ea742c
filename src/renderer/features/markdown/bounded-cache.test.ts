import { expect, it } from 'vitest'
import { createBoundedCache } from './bounded-cache.ts'

it('keeps to its bound, and forgets what was not asked for longest', () => {
  const cache = createBoundedCache<number>(10)
  cache.set('aaaa', 1)
  cache.set('bbbb', 2)
  cache.get('aaaa')
  cache.set('cccc', 3)
  expect([cache.get('aaaa'), cache.get('bbbb'), cache.get('cccc')]).toEqual([1, undefined, 3])
})

it('a value that is set again is counted once', () => {
  const cache = createBoundedCache<number>(10)
  for (let n = 0; n < 9; n += 1) cache.set('aaaa', n)
  cache.set('bbbb', 1)
  expect([cache.get('aaaa'), cache.get('bbbb')]).toEqual([8, 1])
})
