// One data dir, one worker: an exclusive SQLite transaction on a file of its own, which the system
// releases by itself however the process ends.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fail, ok, type Result } from '#contract/result'
import type { Clock } from '../clock.ts'

/** A worker that is just ending lets go well within this. */
const RETRY_FOR_MS = 5_000
const RETRY_EVERY_MS = 200

export async function lockDataDir(dataDir: string, clock: Clock): Promise<Result<{ release(): void }>> {
  const path = join(dataDir, 'lock.sqlite')
  const holder = join(dataDir, 'lock.json')
  const until = clock.now() + RETRY_FOR_MS
  for (;;) {
    let db: DatabaseSync | null = null
    try {
      mkdirSync(dataDir, { recursive: true })
      db = new DatabaseSync(path, { timeout: 0 })
      // In memory: nothing is ever written, so a full disk can't keep anybody out.
      db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
      const held = db
      writeHolder(holder, clock.now())
      return ok({ release: () => held.close() })
    } catch (error) {
      db?.close()
      if (!isBusy(error))
        return fail('storage', `The data folder ${dataDir} can’t be used: ${describe(error)}`)
      if (clock.now() >= until) {
        return fail('conflict', `Millrace is already running on ${dataDir}${readHolder(holder)}.`)
      }
    }
    await new Promise<void>((resolve) => clock.after(RETRY_EVERY_MS, resolve))
  }
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error))
const isBusy = (error: unknown): boolean => error instanceof Error && /locked|busy/i.test(error.message)

function writeHolder(path: string, since: number): void {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, since }))
  } catch {
    // A full disk keeps nobody out: the lock itself needs no room.
  }
}

function readHolder(path: string): string {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof holder === 'object' && holder !== null && 'pid' in holder)
      return ` (process ${String(holder.pid)})`
  } catch {
    // Its name is a courtesy: the lock itself says enough.
  }
  return ''
}
