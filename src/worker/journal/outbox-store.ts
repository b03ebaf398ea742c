// What a person sent and what is not confirmed yet, as small calls. These rows outlive a power cut.

import type { CommandItem } from '#contract/commands'
import type { MessageID, OutboxID, PartID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { Journal } from './database.ts'
import type { JournalWriter } from './writer.ts'

/** A window asks again within seconds of a worker's restart; an hour covers a machine that slept. */
const REMEMBER_SENT_MS = 60 * 60 * 1000

/** A message with what it needs to be sent once and only once. */
export interface OutboxRow {
  readonly item: OutboxItem
  readonly message: MessageID
  readonly parts: readonly PartID[]
  /** True once it may have reached the server: before sending again, ask. */
  readonly attempted: boolean
  /** While its session is not there yet: the message that begins it, or the first of those that wait for it. */
  readonly line: OutboxID
}

export interface OutboxStore {
  outbox(): readonly OutboxRow[]
  /** Several at once: those that wait for the same session learn of it together. */
  saveOutbox(...rows: readonly OutboxRow[]): boolean
  /** Withdrawn. */
  removeOutbox(id: OutboxID): void
  /** Sent: remembered for a while, so that a window that asks again does not send it again. */
  settleOutbox(item: OutboxItem, at: number): void
  sent(id: OutboxID): OutboxItem | null
  commands(): readonly CommandItem[]
  saveCommand(item: CommandItem): boolean
  removeCommands(ids: readonly OutboxID[]): void
}

export function createOutboxStore(db: Journal['db'], writer: JournalWriter): OutboxStore {
  const allRows = db.prepare('SELECT record FROM outbox ORDER BY position')
  const allCommands = db.prepare('SELECT record FROM commands ORDER BY position')
  const parse = <T>(value: unknown): T => JSON.parse(String(value)) as T

  return {
    outbox: () => allRows.all().map((row) => parse<OutboxRow>(row['record'])),
    saveOutbox: (...rows) =>
      writer.durably(() => {
        const save = db.prepare(
          'INSERT INTO outbox (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
        )
        for (const row of rows) save.run(row.item.id, JSON.stringify(row))
      }),
    removeOutbox: (id) => {
      writer.durably(() => db.prepare('DELETE FROM outbox WHERE id = ?').run(id))
    },
    settleOutbox: (item, at) => {
      writer.durably(() => {
        db.prepare('DELETE FROM outbox WHERE id = ?').run(item.id)
        db.prepare('DELETE FROM sent WHERE at < ?').run(at - REMEMBER_SENT_MS)
        db.prepare('INSERT OR REPLACE INTO sent VALUES (?, ?, ?)').run(item.id, JSON.stringify(item), at)
      })
    },
    sent: (id) => {
      const row = db.prepare('SELECT record FROM sent WHERE id = ?').get(id)
      return row ? parse<OutboxItem>(row['record']) : null
    },
    commands: () => allCommands.all().map((row) => parse<CommandItem>(row['record'])),
    saveCommand: (item) =>
      writer.durably(() =>
        db
          .prepare(
            `INSERT INTO commands (id, server, record) VALUES (?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
          )
          .run(item.id, item.server, JSON.stringify(item)),
      ),
    removeCommands: (ids) => {
      if (ids.length === 0) return
      writer.durably(() => {
        for (const id of ids) db.prepare('DELETE FROM commands WHERE id = ?').run(id)
      })
    },
  }
}
