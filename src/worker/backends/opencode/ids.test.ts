import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createManualClock } from '#test/manual-clock'
import { readRecording } from '#test/recordings/recordings'
import { createIdMaker } from './ids.ts'

const noOffset = (): number => 0

test('an id has the server’s own form', () => {
  const ids = createIdMaker(createManualClock(), Math.random, noOffset)
  expect(ids.message()).toMatch(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/)
  expect(ids.part()).toMatch(/^prt_[0-9a-f]{12}[0-9A-Za-z]{14}$/)
})

test('an id made at the time of a recorded one begins as that does', () => {
  const recorded = readRecording('01-plain-text.global')
    .map(({ data }) => JSON.parse(data) as { payload: { type: string; properties?: { info?: Info } } })
    .find(({ payload }) => payload.properties?.info?.role === 'user')?.payload.properties?.info
  if (!recorded) throw new Error('no prompt recorded')
  const made = createIdMaker(createManualClock(recorded.time.created), () => 0.5, noOffset).message()
  expect(made.slice(0, 'msg_'.length + 9)).toBe(recorded.id.slice(0, 'msg_'.length + 9))
})

interface Info {
  readonly id: string
  readonly role: string
  readonly time: { readonly created: number }
}

test('an id sorts behind one of a clock that is ahead of ours', () => {
  const ahead = createIdMaker(createManualClock(1_795_000_600_000), Math.random, noOffset)
  const behind = createIdMaker(createManualClock(1_795_000_000_000), Math.random, noOffset)
  const newest = ahead.message()
  expect(behind.message() < newest).toBe(true)
  expect(behind.message(newest) > newest).toBe(true)
  expect(behind.message('no id at all')).toMatch(/^msg_/)
})

test('ids rise, whatever clock and offset do', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -5_000, max: 5_000 }), fc.integer({ min: -9_000, max: 9_000 })), {
        minLength: 2,
        maxLength: 60,
      }),
      (steps) => {
        let now = 1_795_000_000_000
        let offset = 0
        const clock = { ...createManualClock(), now: () => now }
        const ids = createIdMaker(clock, Math.random, () => offset)
        const made = steps.map(([step, nextOffset]) => {
          now += step
          offset = nextOffset
          return ids.message().slice(0, 'msg_'.length + 12)
        })
        expect(made).toEqual([...new Set(made)].sort())
      },
    ),
  )
})

test('an id is of the server’s time, not ours', () => {
  const ours = createIdMaker(
    createManualClock(1_795_000_000_000),
    () => 0,
    () => 60_000,
  ).message()
  const theirs = createIdMaker(createManualClock(1_795_000_060_000), () => 0, noOffset).message()
  expect(ours).toBe(theirs)
})
