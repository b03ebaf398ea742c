// How the journal is written: a write that fails (a full disk) is said once, and the program goes on from
// memory.

import type { Journal } from './database.ts'

export interface JournalWriter {
  /** False: it could not be written. */
  attempt(write: () => void): boolean
  /** The same, all or nothing. */
  together(write: () => void): boolean
  /** The same, and it outlives a power cut: waits for the disk, so for few rows only. */
  durably(write: () => void): boolean
}

export function createJournalWriter(journal: Journal, onFailure: (sentence: string) => void): JournalWriter {
  const { db } = journal
  let said = false

  const attempt = (write: () => void): boolean => {
    if (journal.readOnly) return false
    try {
      write()
      return true
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      if (!said) {
        said = true
        const why = error instanceof Error ? error.message : String(error)
        onFailure(`The journal can’t be written (${why}). Nothing shown is lost, but it is not saved.`)
      }
      return false
    }
  }
  const together = (write: () => void): boolean =>
    attempt(() => {
      db.exec('BEGIN')
      write()
      db.exec('COMMIT')
    })

  return {
    attempt,
    together,
    durably: (write) => {
      if (journal.readOnly) return false
      db.exec('PRAGMA synchronous = FULL')
      const written = together(write)
      db.exec('PRAGMA synchronous = NORMAL')
      return written
    },
  }
}
