import { expect, test } from 'vitest'
import { createLaneTimes } from './lane-times.ts'

test('a clock that is set back while something is held holds it up no longer than its cadence', () => {
  let isEmpty = true
  const times = createLaneTimes(
    { isEmpty: () => isEmpty },
    () => true,
    () => ({}),
  )
  times.note('rest', 600_000)
  times.taken({ prompt: false, rest: true }, 600_000)
  isEmpty = false
  times.note('rest', 600_010)
  expect(times.due(600_010).rest).toBe(false)
  expect(times.due(1_000).rest).toBe(true)
})
