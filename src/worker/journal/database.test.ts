import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { outboxID, serverID, sessionID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import { openStore, temporaryFolder } from '#test/journal'
import { openJournal } from './database.ts'
import { MIGRATIONS } from './migrations.ts'
import { createJournalStore } from './store.ts'

const server = serverID('local')
const draft = { text: 'half a thought', attachments: [] }
const fileIn = (folder: string): string => join(folder, 'journal.sqlite')
const versionOf = (db: DatabaseSync): unknown => db.prepare('PRAGMA user_version').get()?.['user_version']

test('a new journal has today’s version and keeps what is written', () => {
  const folder = temporaryFolder()
  const { store, said } = openStore(folder)
  store.saveDraft('scope', draft, 1)
  store.close()
  const again = openStore(folder)
  expect(again.store.draft('scope')).toEqual(draft)
  expect([...said, ...again.said]).toEqual([])
})

test('an empty file of version 0 is brought to today’s version', () => {
  const folder = temporaryFolder()
  new DatabaseSync(fileIn(folder)).close()
  const { db, notices } = openJournal(folder)
  expect(versionOf(db)).toBe(MIGRATIONS.length)
  expect(notices).toEqual([])
  db.close()
})

/** A journal as a program of that version left it, killed: its last write is still in the log. */
function leaveBehind(folder: string, version: number, fill: string): void {
  const db = new DatabaseSync(fileIn(folder))
  db.exec('PRAGMA journal_mode = WAL')
  for (const migration of MIGRATIONS.slice(0, version)) db.exec(migration)
  db.exec(`PRAGMA user_version = ${version}; ${fill}`)
  const kept = ['', '-wal'].map((suffix) => [suffix, readFileSync(fileIn(folder) + suffix)] as const)
  db.close()
  for (const [suffix, bytes] of kept) writeFileSync(fileIn(folder) + suffix, bytes)
}

const WAITING = { item: { id: 'out-1', server: 'local', session: null }, message: 'msg_1', parts: [] }
const VERSION_1 = `INSERT INTO drafts VALUES ('scope', '{"text":"half a thought","attachments":[]}', 1);
  INSERT INTO outbox (id, record) VALUES ('out-1', '${JSON.stringify({ ...WAITING, attempted: true })}')`

test('a journal of version 1 is brought to today’s with all that is in it, after a copy was made', () => {
  const folder = temporaryFolder()
  leaveBehind(folder, 1, VERSION_1)
  const { store, said } = openStore(folder)
  expect(said).toEqual([])
  expect(store.draft('scope')).toEqual(draft)
  expect(store.outbox()).toEqual([{ ...WAITING, attempted: true, line: 'out-1' }])
  expect(store.commands()).toEqual([])
  const copy = new DatabaseSync(`${fileIn(folder)}.before-2`, { readOnly: true })
  expect(versionOf(copy)).toBe(1)
  expect(copy.prepare('SELECT count(*) AS n FROM outbox').get()?.['n']).toBe(1)
  copy.close()
})

test('a migration that fails changes nothing, and the program runs from memory', () => {
  const folder = temporaryFolder()
  leaveBehind(folder, 1, 'CREATE TABLE underway (theirs)')
  const { store, said } = openStore(folder)
  expect(said[0]).toContain('can’t be opened')
  expect(store.saveDraft('scope', draft, 1)).toBe(true)
  store.close()
  const file = new DatabaseSync(fileIn(folder), { readOnly: true })
  expect(versionOf(file)).toBe(1)
  expect(file.prepare("SELECT name FROM sqlite_master WHERE name = 'commands'").get()).toBeUndefined()
  file.close()
})

test('a damaged file is moved aside, said so, and never deleted', () => {
  const folder = temporaryFolder()
  writeFileSync(fileIn(folder), 'no database at all, but somebody’s file')
  const { store, said } = openStore(folder)
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('was damaged')
  const aside = join(folder, 'journal.damaged-1.sqlite')
  expect(said[0]).toContain(aside)
  expect(readFileSync(aside, 'utf8')).toBe('no database at all, but somebody’s file')
  expect(store.saveDraft('scope', draft, 1)).toBe(true)
  expect(store.draft('scope')).toEqual(draft)
})

test('a second damaged file does not take the first one’s place', () => {
  const folder = temporaryFolder()
  for (const content of ['first', 'second']) {
    writeFileSync(fileIn(folder), content.repeat(100))
    openJournal(folder).db.close()
  }
  const aside = readdirSync(folder).filter((name) => name.includes('damaged'))
  expect(aside.filter((name) => name.endsWith('.sqlite')).sort()).toEqual([
    'journal.damaged-1.sqlite',
    'journal.damaged-2.sqlite',
  ])
})

test('damage within a page is found at the opening', () => {
  const folder = temporaryFolder()
  const { store } = openStore(folder)
  for (let n = 0; n < 500; n++) store.saveDraft(`scope ${n}`, draft, n)
  store.close()
  const bytes = readFileSync(fileIn(folder))
  bytes.fill(0xff, 8_192, 8_192 + 4_096)
  writeFileSync(fileIn(folder), bytes)
  expect(openStore(folder).said[0]).toContain('was damaged')
})

test('a journal of a newer Millrace is read, not written', () => {
  const folder = temporaryFolder()
  const { store } = openStore(folder)
  store.saveDraft('scope', draft, 1)
  store.close()
  const newer = new DatabaseSync(fileIn(folder))
  newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`)
  newer.close()
  const opened = openStore(folder)
  expect(opened.said[0]).toContain('newer Millrace')
  expect(opened.store.draft('scope')).toEqual(draft)
  expect(opened.store.saveDraft('scope', null, 2)).toBe(false)
  expect(opened.store.draft('scope')).toEqual(draft)
})

test('a journal whose tables are not those of its version is moved aside', () => {
  const folder = temporaryFolder()
  const { store } = openStore(folder)
  store.close()
  const other = new DatabaseSync(fileIn(folder))
  other.exec('DROP TABLE drafts')
  other.close()
  const opened = openStore(folder)
  expect(opened.said[0]).toContain('was damaged')
  expect(opened.store.saveDraft('scope', draft, 1)).toBe(true)
})

test('a newer journal in a form that can’t be read is left alone, and the program runs', () => {
  const folder = temporaryFolder()
  const newer = new DatabaseSync(fileIn(folder))
  newer.exec(`CREATE TABLE everything (x); PRAGMA user_version = ${MIGRATIONS.length + 5}`)
  newer.close()
  const { store, said } = openStore(folder)
  expect(said[0]).toContain('newer Millrace')
  expect(store.sessions(server)).toEqual([])
  expect(readdirSync(folder).some((name) => name.includes('damaged'))).toBe(false)
})

test('a journal that can’t be opened for another reason than damage is not called damaged', () => {
  const folder = temporaryFolder()
  mkdirSync(fileIn(folder))
  const { store, said } = openStore(folder)
  expect(said[0]).toContain('can’t be opened')
  expect(existsSync(fileIn(folder))).toBe(true)
  expect(store.saveDraft('scope', draft, 1)).toBe(true)
})

test('a full disk is said once, what is read is still read, and nothing breaks', () => {
  const folder = temporaryFolder()
  const journal = openJournal(folder)
  journal.db.close()
  const { store, said, db } = openFull(folder)
  const item = (id: string): OutboxItem => ({
    id: outboxID(id),
    server,
    directory: '/p',
    session: sessionID('ses_1'),
    content: { type: 'prompt', parts: [{ type: 'text', text: 'x'.repeat(50_000) }] },
    agent: null,
    model: null,
    created: 1,
    state: { type: 'sending' },
  })
  const save = (id: string): boolean =>
    store.saveOutbox({
      item: item(id),
      message: 'msg_1' as never,
      parts: [],
      attempted: false,
      line: outboxID(id),
    })
  const saved = Array.from({ length: 20 }, (_, n) => save(String(n)))
  expect(saved[0]).toBe(true)
  expect(saved.at(-1)).toBe(false)
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('can’t be written')
  expect(store.outbox()).toHaveLength(saved.filter(Boolean).length)
  db.exec('PRAGMA max_page_count = 1000000')
  expect(save('after room was made')).toBe(true)
})

/** A store whose disk has room for some 200 kB more. */
function openFull(folder: string) {
  const journal = openJournal(folder)
  const said: string[] = []
  const store = createJournalStore(journal, (sentence) => said.push(sentence))
  onTestFinished(() => store.close())
  const pages = Number(journal.db.prepare('PRAGMA page_count').get()?.['page_count'])
  journal.db.exec(`PRAGMA max_page_count = ${pages + 50}`)
  return { store, said, db: journal.db }
}
