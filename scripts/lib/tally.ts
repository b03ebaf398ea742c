export type Skip = { readonly title: string; readonly reason: string }

export type Tally = {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly Skip[]
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [] }
export const ONE_FAILURE: Tally = { ...NOTHING, failed: 1 }

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

/** The last line of a test run; other programs read it. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`
}

/** A runner that fails without a failed test (a crash, a file that can't be loaded) is a failure too. */
export function withExitCode(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}
