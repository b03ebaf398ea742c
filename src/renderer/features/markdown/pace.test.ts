import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPace, sliceEnd } from './pace.ts'

/** A machine that draws `charsPerMs`; tasks run when the test says so. */
function machine(charsPerMs: number) {
  let at = 0
  const tasks: (() => void)[] = []
  const pace = createPace({ now: () => at, soon: (run) => void tasks.push(run) })
  return {
    pace,
    draw: (chars: number) => (at += chars / charsPerMs),
    next: () => tasks.shift()?.(),
    get waiting() {
      return tasks.length
    },
  }
}

it('learns how much a machine draws without being felt', () => {
  const { pace, draw, next } = machine(50)
  const sizes: number[] = []
  for (let n = 0; n < 12; n += 1) {
    pace.enqueue((chars) => {
      sizes.push(chars)
      draw(chars)
    })
    next()
  }
  expect(sizes.at(-1)).toBeGreaterThan(600)
  expect(sizes.at(-1)).toBeLessThan(900)
})

it('draws one slice in a task, in turn, and none that was withdrawn', () => {
  const one = machine(100)
  const order: string[] = []
  one.pace.enqueue(() => order.push('a'))
  const withdraw = one.pace.enqueue(() => order.push('b'))
  one.pace.enqueue(() => order.push('c'))
  withdraw()
  one.next()
  expect(order).toEqual(['a'])
  while (one.waiting > 0) one.next()
  expect(order).toEqual(['a', 'c'])
})

it('slices lose nothing, always move on, and never split a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.integer({ min: 1, max: 50 }),
      (text, chars) => {
        let at = 0
        while (at < text.length) {
          const end = sliceEnd(text, at, chars)
          expect(end).toBeGreaterThan(at)
          expect(text.slice(at, end).isWellFormed()).toBe(text.isWellFormed())
          at = end
        }
      },
    ),
  )
})
