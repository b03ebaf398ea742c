import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { addTallies, NOTHING, ONE_FAILURE, type Tally } from './tally.ts'
import { writeTally } from './tally-file.ts'

/** Playwright reporter that leaves a tally behind for scripts/test.ts. */
export default class PlaywrightTally implements Reporter {
  #tests: readonly TestCase[] = []
  #errors = 0

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests()
  }

  // Errors outside any test: a file that can't be loaded, nothing found, the global time limit.
  onError(): void {
    this.#errors += 1
  }

  onEnd(): void {
    writeTally(addTallies([...this.#tests.map(tallyOf), { ...NOTHING, failed: this.#errors }]))
  }

  printsToStdio(): boolean {
    return false
  }
}

function tallyOf(test: TestCase): Tally {
  const outcome = test.outcome()
  if (outcome === 'expected') return { ...NOTHING, passed: 1 }
  if (outcome !== 'skipped') return ONE_FAILURE
  const skip = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')
  const reason = skip === undefined ? 'did not run' : (skip.description ?? 'no reason given')
  return {
    ...NOTHING,
    skipped: [{ title: test.titlePath().filter(Boolean).join(' › '), reason }],
  }
}
