// What must be known after a crash: what happened (errors, asks, servers, messages), and what was under way.

import type { AwayItem, AwayKind } from '#contract/away'
import type { ServerID, SessionID } from '#contract/ids'
import type { Journal } from './database.ts'
import type { JournalWriter } from './writer.ts'

/** Some weeks of a person who works all day: enough to look back after a crash, and less than a megabyte. */
const MAX_CRITICAL = 2_000

/** Besides what can be told: facts that only a look back needs. */
export type CriticalKind = AwayKind | 'error' | 'answered' | 'started' | 'stopped' | 'sent'

export type CriticalRow = Omit<AwayItem, 'kind'> & { readonly kind: CriticalKind }

/** A turn that runs (`id` is its session) or an ask that waits. */
export interface Underway {
  readonly kind: 'turn' | 'ask'
  readonly id: string
  readonly session: SessionID
}

/** One that has come to its end, wherever it was. */
export type Ended = Pick<Underway, 'kind' | 'id'>

export interface CriticalStore {
  /** Waits for the disk. A row that is there already is not written again. */
  saveCritical(rows: readonly CriticalRow[]): void
  /** Rows to be told to a person, once. */
  saveUntold(items: readonly AwayItem[]): void
  untold(): readonly AwayItem[]
  told(ids: readonly string[]): void
  underway(server: ServerID): readonly Underway[]
  begin(server: ServerID, things: readonly Underway[]): void
  end(server: ServerID, things: readonly Ended[]): void
}

export function createCriticalStore(db: Journal['db'], writer: JournalWriter): CriticalStore {
  const insert = (row: CriticalRow, untold: boolean): void => {
    db.prepare(
      `INSERT INTO critical (id, server, at, kind, untold, record) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
    ).run(row.id, row.server, row.at, row.kind, untold ? 1 : 0, JSON.stringify(row))
  }
  const save = (rows: readonly CriticalRow[], untold: boolean): void => {
    if (rows.length === 0) return
    writer.durably(() => {
      for (const row of rows) insert(row, untold)
      db.prepare('DELETE FROM critical WHERE position <= (SELECT max(position) FROM critical) - ?').run(
        MAX_CRITICAL,
      )
    })
  }
  const each = <T>(things: readonly T[], write: (thing: T) => void): void => {
    if (things.length > 0) writer.together(() => things.forEach(write))
  }

  return {
    saveCritical: (rows) => save(rows, false),
    saveUntold: (items) => save(items, true),
    untold: () =>
      db
        .prepare('SELECT record FROM critical WHERE untold = 1 ORDER BY position')
        .all()
        .map((row) => JSON.parse(String(row['record'])) as AwayItem),
    told: (ids) => {
      writer.together(() => {
        for (const id of ids) db.prepare('UPDATE critical SET untold = 0 WHERE id = ?').run(id)
      })
    },
    underway: (server) =>
      db
        .prepare('SELECT kind, id, session FROM underway WHERE server = ?')
        .all(server)
        .map((row) => ({
          kind: row['kind'] === 'ask' ? 'ask' : 'turn',
          id: String(row['id']),
          session: String(row['session']) as SessionID,
        })),
    // A process that dies loses none of this; only a power cut may, and then the server is gone too.
    begin: (server, things) =>
      each(things, ({ kind, id, session }) => {
        db.prepare('INSERT OR REPLACE INTO underway VALUES (?, ?, ?, ?)').run(server, kind, id, session)
      }),
    end: (server, things) =>
      each(things, ({ kind, id }) => {
        db.prepare('DELETE FROM underway WHERE server = ? AND kind = ? AND id = ?').run(server, kind, id)
      }),
  }
}
