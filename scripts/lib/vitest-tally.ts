import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { addTallies, NOTHING, ONE_FAILURE, type Tally } from './tally.ts'
import { writeTally } from './tally-file.ts'

/** Vitest reporter that leaves a tally behind for scripts/test.ts. */
export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    writeTally(addTallies([...modules.map(tallyOfModule), ...unhandledErrors.map(() => ONE_FAILURE)]))
  }
}

// A module's own errors are those outside its tests: an import that fails, a hook that throws.
function tallyOfModule(module: TestModule): Tally {
  const tests = [...module.children.allTests()].map((test) => tallyOfTest(module, test))
  const suites = [module, ...module.children.allSuites()]
  return addTallies([...tests, ...suites.flatMap((suite) => suite.errors().map(() => ONE_FAILURE))])
}

function tallyOfTest(module: TestModule, test: TestCase): Tally {
  const result = test.result()
  if (result.state === 'passed') return { ...NOTHING, passed: 1 }
  if (result.state === 'failed') return ONE_FAILURE
  const note = result.state === 'skipped' ? result.note : 'did not run'
  const title = `${module.relativeModuleId} › ${test.fullName}`
  return { ...NOTHING, skipped: [{ title, reason: note ?? 'no reason given' }] }
}
