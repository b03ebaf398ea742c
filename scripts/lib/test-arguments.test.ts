import { expect, test } from 'vitest'
import { parseTestArguments } from './test-arguments.ts'

test.each([
  [[], ['check', 'unit', 'e2e'], []],
  [['--unit'], ['unit'], []],
  [['--e2e'], ['e2e'], []],
  [['--unit', '--e2e'], ['unit', 'e2e'], []],
  [['--e2e', '--', 'asks'], ['e2e'], ['asks']],
  [['asks', '--project=browser'], ['e2e'], ['asks', '--project=browser']],
])('%j runs %j', (args, suites, filter) => {
  expect(parseTestArguments(args)).toEqual({ suites, filter })
})
