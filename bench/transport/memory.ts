/** What this process holds, once all that can go has gone. Needs `--expose-gc`. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const SETTLE_ROUNDS = 3

export async function settle(): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round++) {
    // The last resort gives back what the engine keeps for itself.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export const rssBytes = (): number => process.memoryUsage.rss()

/** Runs a script of this folder alone, and reads what it says. */
export async function inOwnProcess(
  script: string,
  ...args: readonly string[]
): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    `${import.meta.dirname}/${script}`,
    ...args,
  ])
  return JSON.parse(stdout) as Record<string, number>
}
