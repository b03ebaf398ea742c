import { expect, it } from 'vitest'
import { HISTORY_SECONDS } from '#contract/diagnostics'
import { createManualClock } from '#test/manual-clock'
import { createActivity } from './activity.ts'

const setUp = () => {
  const clock = createManualClock(1_000_000)
  return { clock, activity: createActivity(clock.now) }
}

it('a stream that never said anything has no age, and a history all the same', () => {
  const { activity } = setUp()
  const { bytes, eventsPerSecond, lastByteAgeMs, history } = activity.read()
  expect({ bytes, eventsPerSecond, lastByteAgeMs }).toEqual({
    bytes: 0,
    eventsPerSecond: 0,
    lastByteAgeMs: null,
  })
  expect(history).toHaveLength(HISTORY_SECONDS)
  expect(history.at(-1)).toEqual({ events: 0, lastByteAgeMs: null })
})

it('each second has its events and how old the last byte was at its end', () => {
  const { clock, activity } = setUp()
  activity.bytes(30)
  activity.event()
  activity.event()
  clock.advanceSync(1_200)
  activity.bytes(12)
  activity.event()
  clock.advanceSync(2_000)
  const { bytes, eventsPerSecond, lastByteAgeMs, history } = activity.read()
  expect(bytes).toBe(42)
  expect(lastByteAgeMs).toBe(2_000)
  expect(eventsPerSecond).toBe(3 / 5)
  expect(history.slice(-5)).toEqual([
    { events: 0, lastByteAgeMs: null },
    { events: 2, lastByteAgeMs: 1_000 },
    { events: 1, lastByteAgeMs: 800 },
    { events: 0, lastByteAgeMs: 1_800 },
    { events: 0, lastByteAgeMs: 2_000 },
  ])
})

it('an hour without a byte, asleep or not, is shown as one', () => {
  const { clock, activity } = setUp()
  activity.bytes(1)
  activity.event()
  clock.advanceSync(3_600_000)
  const { history } = activity.read()
  expect(history).toHaveLength(HISTORY_SECONDS)
  expect(history[0]).toEqual({ events: 0, lastByteAgeMs: 3_600_000 - (HISTORY_SECONDS - 2) * 1_000 })
  expect(history.at(-1)?.lastByteAgeMs).toBe(3_600_000)
  activity.bytes(1)
  activity.event()
  expect(activity.read().history.at(-1)).toEqual({ events: 1, lastByteAgeMs: 0 })
  expect(activity.read().history.at(-2)?.lastByteAgeMs).toBe(3_600_000)
})
