import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ONE_FAILURE, type Tally } from './tally.ts'

/** The environment variable by which a test runner's reporter learns where to leave its tally. */
export const TALLY_FILE = 'MILLRACE_TALLY_FILE'

export function writeTally(tally: Tally): void {
  const file = process.env[TALLY_FILE]
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally))
}

/** Takes the tally that a runner left. A runner that left none has not come to its end: one failure. */
export function takeTally(file: string): Tally {
  try {
    const tally: Tally = JSON.parse(readFileSync(file, 'utf8'))
    return tally
  } catch {
    return ONE_FAILURE
  } finally {
    rmSync(file, { force: true })
  }
}
