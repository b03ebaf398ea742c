import { packageBin } from './project.ts'
import { capture } from './run.ts'

export type CheckResult = { readonly name: string; readonly ok: boolean; readonly output: string }

type Step = { readonly name: string; readonly script: string; readonly args: readonly string[] }

// Far above what any of them takes: only a step that hangs meets it.
const STEP_LIMIT_MS = 180_000

const types = (name: string): Step => ({
  name: `types: ${name}`,
  script: packageBin('typescript', 'tsc'),
  args: ['-p', `tsconfig.${name}.json`, '--noEmit', '--pretty', 'false'],
})

const STEPS: readonly Step[] = [
  types('node'),
  types('renderer'),
  types('e2e'),
  { name: 'lint and import rules', script: packageBin('oxlint'), args: ['--deny-warnings'] },
  { name: 'formatting', script: packageBin('prettier'), args: ['--check', '.'] },
  { name: 'dead code', script: packageBin('knip'), args: ['--no-progress'] },
]

/** Runs every check, also after one has failed; one after the other, as each uses all cores itself. */
export async function runChecks(): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const { name, script, args } of STEPS) {
    const { code, output } = await capture(process.execPath, [script, ...args], { limitMs: STEP_LIMIT_MS })
    results.push({ name, ok: code === 0, output })
  }
  return results
}

/** Prints what failed in full, then a line for each check. */
export function showChecks(results: readonly CheckResult[]): void {
  for (const { name, output } of results.filter(({ ok }) => !ok)) {
    console.log(`\n${name}\n${output.trim()}`)
  }
  console.log('')
  for (const { name, ok } of results) console.log(`${ok ? '✓' : '✗'} ${name}`)
}
