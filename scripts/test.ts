import { build, buildIfStale } from './lib/build.ts'
import { runChecks, showChecks } from './lib/check-steps.ts'
import { desktopUnavailable } from './lib/desktop-unavailable.ts'
import { prepareBrowser } from './lib/prepare-browser.ts'
import { prepareRipgrep } from './lib/prepare-ripgrep.ts'
import { runE2e, runUnit } from './lib/suites.ts'
import { addTallies, NOTHING, ONE_FAILURE, summaryLine, type Skip, type Tally } from './lib/tally.ts'
import { parseTestArguments } from './lib/test-arguments.ts'

// `npm test [-- --unit | --e2e | what to run]`: prepares what the tests need, runs all, counts all.
const { suites, filter } = parseTestArguments(process.argv.slice(2))

async function main(): Promise<Tally> {
  const browser = suites.includes('e2e') ? await prepareBrowser() : 'none needed'
  if (browser === undefined || !(await prepareRipgrep())) return ONE_FAILURE

  const checks = suites.includes('check') ? await checkCounted() : NOTHING
  const built = suites.includes('check') ? await buildCounted() : NOTHING
  if (!suites.includes('check')) await buildIfStale()
  const unit = suites.includes('unit') ? await runUnit() : NOTHING
  if (!suites.includes('e2e')) return addTallies([checks, built, unit])
  if (built.failed > 0) {
    console.log('\nWhat is not built has no end-to-end tests: they did not run.')
    return addTallies([checks, built, unit])
  }
  const withoutDesktop = await desktopUnavailable()
  if (withoutDesktop !== undefined) console.log(`\n!!! THE DESKTOP TESTS DO NOT RUN: ${withoutDesktop}\n`)
  return addTallies([checks, built, unit, await runE2e({ browser, withoutDesktop, filter })])
}

async function checkCounted(): Promise<Tally> {
  const results = await runChecks()
  showChecks(results)
  const passed = results.filter(({ ok }) => ok).length
  return { ...NOTHING, passed, failed: results.length - passed }
}

async function buildCounted(): Promise<Tally> {
  return (await build()) === 0 ? { ...NOTHING, passed: 1 } : ONE_FAILURE
}

// By reason: one cause often takes a whole suite with it.
function showSkipped(skipped: readonly Skip[]): void {
  for (const [reason, skips] of Map.groupBy(skipped, (skip) => skip.reason)) {
    console.log(`\nSkipped (${reason}):`)
    for (const { title } of skips) console.log(`  ${title}`)
  }
}

const tally = await main()
showSkipped(tally.skipped)
console.log(`\n${summaryLine(tally)}`)
process.exitCode = tally.failed === 0 ? 0 : 1
