import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageBin, root } from './project.ts'
import { capture, runNode } from './run.ts'
import { type Tally, withExitCode } from './tally.ts'
import { TALLY_FILE, takeTally } from './tally-file.ts'

// For a run that hangs, or a machine under load: on two calm cores all of it stays below twenty minutes.
const UNIT_LIMIT_MS = 8 * 60_000
const E2E_LIMIT_MS = 30 * 60_000
const LIST_LIMIT_MS = 60_000

const results = join(root, 'test-results')

/** Unit and property tests, with their own output. */
export function runUnit(): Promise<Tally> {
  const reporter = join(root, 'scripts/lib/vitest-tally.ts')
  return runCounted('unit', UNIT_LIMIT_MS, [
    packageBin('vitest'),
    'run',
    '--reporter=default',
    `--reporter=${reporter}`,
  ])
}

export type E2eOptions = {
  readonly browser: string
  /** Why the desktop app can't be tested here; undefined if it can. */
  readonly withoutDesktop: string | undefined
  readonly filter: readonly string[]
}

/** The whole-app tests on both hosts. Without a desktop, its tests are counted as skipped. */
export async function runE2e({ browser, withoutDesktop, filter }: E2eOptions): Promise<Tally> {
  const env = { MILLRACE_CHROMIUM: browser }
  const playwright = packageBin('@playwright/test', 'playwright')
  const reporter = join(root, 'scripts/lib/playwright-tally.ts')
  const projects = withoutDesktop === undefined ? [] : ['--project=browser']
  const tally = await runCounted(
    'e2e',
    E2E_LIMIT_MS,
    [playwright, 'test', `--reporter=list,${reporter}`, ...projects, ...filter],
    env,
  )
  if (withoutDesktop === undefined) return tally

  const file = tallyFile('desktop')
  await capture(
    process.execPath,
    [playwright, 'test', '--list', '--project=desktop', `--reporter=${reporter}`, ...filter],
    { env: { ...process.env, ...env, [TALLY_FILE]: file }, limitMs: LIST_LIMIT_MS },
  )
  const missed = takeTally(file).skipped.map(({ title }) => ({ title, reason: withoutDesktop }))
  return { ...tally, skipped: [...tally.skipped, ...missed] }
}

async function runCounted(
  name: string,
  limitMs: number,
  [script = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Tally> {
  const file = tallyFile(name)
  const code = await runNode(script, args, { env: { ...process.env, ...env, [TALLY_FILE]: file }, limitMs })
  return withExitCode(takeTally(file), code)
}

// Beside, not in, the folder that the end-to-end runner empties when it starts.
function tallyFile(name: string): string {
  mkdirSync(results, { recursive: true })
  return join(results, `${name}-${process.pid}.json`)
}
