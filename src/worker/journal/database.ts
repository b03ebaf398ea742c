// The journal's file: opened, migrated with a backup before, and never deleted: a damaged one is moved
// aside, one newer than this program is read only.

import { copyFileSync, existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MIGRATIONS } from './migrations.ts'

/** Checking reads every page: some 100 ms at this size; a larger file shows its damage when it is read. */
const MAX_CHECKED_BYTES = 32 * 1024 * 1024

export interface Journal {
  readonly db: DatabaseSync
  readonly readOnly: boolean
  /** Sentences a person should read once: what was moved aside, why nothing is saved. */
  readonly notices: readonly string[]
}

export function openJournal(dataDir: string): Journal {
  const path = join(dataDir, 'journal.sqlite')
  try {
    return openAt(path)
  } catch (error) {
    const aside = moveAside(path)
    const opened = aside === null ? openMemory() : openAt(path)
    const why = error instanceof Error ? error.message : String(error)
    const notice =
      aside === null
        ? `The journal can’t be opened (${why}). What is shown is not saved until that is mended.`
        : `The journal was damaged (${why}). It was moved to ${aside}; sessions come back from their servers, drafts are in the moved file.`
    return { ...opened, notices: [notice, ...opened.notices] }
  }
}

function openMemory(): Journal {
  const db = new DatabaseSync(':memory:')
  migrate(db, null)
  return { db, readOnly: false, notices: [] }
}

function openAt(path: string): Journal {
  const existed = existsSync(path)
  const db = new DatabaseSync(path)
  try {
    const version = readVersion(db)
    if (version > MIGRATIONS.length) {
      db.close()
      return {
        db: new DatabaseSync(path, { readOnly: true }),
        readOnly: true,
        notices: ['The journal was written by a newer Millrace: it is read, and nothing new is saved in it.'],
      }
    }
    if (existed && statSync(path).size <= MAX_CHECKED_BYTES) check(db)
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    migrate(db, existed ? path : null)
    return { db, readOnly: false, notices: [] }
  } catch (error) {
    db.close()
    throw error
  }
}

function readVersion(db: DatabaseSync): number {
  const row = db.prepare('PRAGMA user_version').get()
  return Number(row?.['user_version'] ?? 0)
}

function check(db: DatabaseSync): void {
  const row = db.prepare('PRAGMA quick_check(1)').get()
  const verdict = String(row?.['quick_check'] ?? 'ok')
  if (verdict !== 'ok') throw new Error(verdict)
}

/** `backupOf`: the file to copy before a migration changes it. */
function migrate(db: DatabaseSync, backupOf: string | null): void {
  const version = readVersion(db)
  if (version === MIGRATIONS.length) return
  if (backupOf !== null && version > 0) copyFileSync(backupOf, `${backupOf}.before-${MIGRATIONS.length}`)
  db.exec('BEGIN')
  for (const migration of MIGRATIONS.slice(version)) db.exec(migration)
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length}; COMMIT`)
}

function moveAside(path: string): string | null {
  try {
    for (let n = 1; ; n++) {
      const aside = path.replace(/\.sqlite$/, `.damaged-${n}.sqlite`)
      if (existsSync(aside)) continue
      renameSync(path, aside)
      for (const suffix of ['-wal', '-shm']) {
        if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
      }
      return aside
    }
  } catch {
    return null
  }
}
