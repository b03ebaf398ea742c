import { expect, test } from 'vitest'
import type { Notice } from '#contract/model'
import { createNotices } from './notices.ts'

const notice = (id: string, at: number, directory: string | null = null): Notice => ({
  id,
  at,
  tone: 'info',
  text: id,
  server: null,
  session: null,
  directory,
})
const ids = (notices: readonly Notice[]): readonly string[] => notices.map(({ id }) => id)

test('what nobody was there to hear waits, and is told to windows that come within a minute of the first', () => {
  const notices = createNotices(() => false)
  notices.add(notice('replaced', 0), false)
  expect(ids(notices.tell(500_000))).toEqual(['replaced'])
  expect(ids(notices.tell(530_000))).toEqual(['replaced'])
  expect(ids(notices.tell(570_000))).toEqual([])
})

test('what a window has heard does not come back with every page', () => {
  const notices = createNotices(() => false)
  notices.add(notice('said', 0), true)
  expect(ids(notices.tell(10_000))).toEqual(['said'])
  expect(ids(notices.tell(60_000))).toEqual([])
})

test('a folder that waits to be opened is asked about until it is', () => {
  let isOpen = false
  const notices = createNotices(() => isOpen)
  notices.add(notice('folder', 0, '/folder'), true)
  expect(ids(notices.tell(900_000))).toEqual(['folder'])
  isOpen = true
  expect(ids(notices.tell(900_001))).toEqual([])
})

test('twenty are kept', () => {
  const notices = createNotices(() => false)
  for (let n = 0; n < 30; n++) notices.add(notice(`n${n}`, n), false)
  expect(ids(notices.tell(0))).toEqual(Array.from({ length: 20 }, (_, n) => `n${n + 10}`))
})
