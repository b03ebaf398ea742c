/** A journal in a folder of its own, removed after the test. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openJournal } from '../src/worker/journal/database.ts'
import { createJournalStore, type JournalStore } from '../src/worker/journal/store.ts'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-journal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** `said` gathers the sentences that a person would read. */
export function openStore(folder: string): { readonly store: JournalStore; readonly said: string[] } {
  const journal = openJournal(folder)
  const said = [...journal.notices]
  const store = createJournalStore(journal, (sentence) => said.push(sentence))
  onTestFinished(() => {
    if (journal.db.isOpen) store.close()
  })
  return { store, said }
}
