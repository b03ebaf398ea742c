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
    const why = error instanceof Error ? error.message : String(error)
    const aside = isDamage(error) ? moveAside(path) : null
    if (aside === null) {
      return openMemory(
        `The journal can’t be opened (${why}). What is shown is not saved until that is mended.`,
      )
    }
    const opened = openAt(path)
    const notice = `The journal was damaged (${why}). It was moved to ${aside}; sessions come back from their servers, drafts are in the moved file.`
    return { ...opened, notices: [notice, ...opened.notices] }
  }
}

const WRONG_TABLES = 'its tables are not those of its version'
const FAILED_CHECK = 'a check of its pages failed'
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

/** A full disk or a missing right is no damage: moving the file would lose what is in it for nothing. */
function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.message.startsWith(WRONG_TABLES) || error.message.startsWith(FAILED_CHECK)) return true
  const code = 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB
}

function openMemory(notice: string): Journal {
  const db = new DatabaseSync(':memory:')
  migrate(db, null)
  return { db, readOnly: false, notices: [notice] }
}

function openNewer(path: string): Journal {
  const db = new DatabaseSync(path, { readOnly: true })
  if (hasOurTables(db)) {
    const notice = 'The journal was written by a newer Millrace: it is read, and nothing new is saved in it.'
    return { db, readOnly: true, notices: [notice] }
  }
  db.close()
  return openMemory(
    'The journal was written by a newer Millrace and can’t be read by this one: what is shown is not saved.',
  )
}

function hasOurTables(db: DatabaseSync): boolean {
  const ours = new DatabaseSync(':memory:')
  try {
    migrate(ours, null)
    for (const { name } of ours.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()) {
      const columns = ours.prepare(`PRAGMA table_info(${String(name)})`).all()
      db.prepare(`SELECT ${columns.map((column) => String(column['name'])).join(', ')} FROM ${String(name)}`)
    }
    return true
  } catch {
    return false
  } finally {
    ours.close()
  }
}

function openAt(path: string): Journal {
  const existed = existsSync(path)
  const db = new DatabaseSync(path)
  try {
    const version = readVersion(db)
    if (version > MIGRATIONS.length) {
      db.close()
      return openNewer(path)
    }
    if (existed && statSync(path).size <= MAX_CHECKED_BYTES) check(db)
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    migrate(db, existed ? path : null)
    if (!hasOurTables(db)) throw new Error(WRONG_TABLES)
    return { db, readOnly: false, notices: [] }
  } catch (error) {
    if (db.isOpen) db.close()
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
  if (verdict !== 'ok') throw new Error(`${FAILED_CHECK}: ${verdict}`)
}

/** `backupOf`: the file to copy before a migration changes it. */
function migrate(db: DatabaseSync, backupOf: string | null): void {
  const version = readVersion(db)
  if (version === MIGRATIONS.length) return
  if (backupOf !== null && version > 0) {
    // What a killed program left in the log beside the file belongs to the copy too.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(backupOf, `${backupOf}.before-${MIGRATIONS.length}`)
  }
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
