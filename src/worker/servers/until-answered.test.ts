import { expect, test } from 'vitest'
import { createManualClock } from '#test/manual-clock'
import { createUntilAnswered } from './until-answered.ts'

function createRig(retryAfterMs: number) {
  const clock = createManualClock()
  const asked: number[] = []
  const began = clock.now()
  const until = createUntilAnswered({ clock, random: () => 0.5, life: () => 0 })
  const ask = async () => {
    asked.push(clock.now() - began)
    return { ok: false, error: { code: 'busy', message: 'Too busy.', retryAfterMs } } as const
  }
  until('messages', ask, () => true)
  return { clock, asked }
}

test('a server that asks to be left alone is left alone for as long', async () => {
  const { clock, asked } = createRig(20_000)
  await clock.advance(41_000)
  expect(asked).toEqual([0, 20_000, 40_000])
})

test('one that asks for a month is asked every minute', async () => {
  const { clock, asked } = createRig(30 * 24 * 60 * 60 * 1_000)
  await clock.advance(121_000)
  expect(asked).toEqual([0, 60_000, 120_000])
})
