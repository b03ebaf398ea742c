import { runChecks, showChecks } from './lib/check-steps.ts'

// `npm run check`: types, lint with the import rules, formatting, dead code.
const results = await runChecks()
showChecks(results)
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
