import { packageBin } from './lib/project.ts'
import { runNode } from './lib/run.ts'

// `npm run test:long [-- what to run]`: the tests that take minutes. The default run leaves them out.
const LIMIT_MS = 60 * 60_000

process.exitCode = await runNode(
  packageBin('vitest'),
  ['run', '--config', 'vitest.long.config.ts', ...process.argv.slice(2)],
  { limitMs: LIMIT_MS },
)
