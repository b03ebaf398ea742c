import { expect, test } from 'vitest'
import { addTallies, NOTHING, ONE_FAILURE, summaryLine, withExitCode } from './tally.ts'

const skip = { title: 'tray', reason: 'no tray here' }

test('the summary is the sum of all suites', () => {
  const tally = addTallies([
    { passed: 3, failed: 0, skipped: [skip] },
    ONE_FAILURE,
    { passed: 2, failed: 1, skipped: [] },
  ])
  expect(summaryLine(tally)).toBe('5 passed, 2 failed, 1 skipped')
  expect(tally.skipped).toEqual([skip])
})

test('a runner that fails without a failed test counts as one failure, never as success', () => {
  expect(withExitCode({ ...NOTHING, passed: 9 }, 1).failed).toBe(1)
  expect(withExitCode({ ...NOTHING, failed: 4 }, 1).failed).toBe(4)
  expect(withExitCode({ ...NOTHING, passed: 9 }, 0).failed).toBe(0)
})
