// What the journal remembers, as small calls. A write that fails (a full disk) is said once and the
// program goes on from memory.

import type { FetchedMessage } from '#contract/events'
import type { MessageID, OutboxID, PartID, ServerID, SessionID } from '#contract/ids'
import type { Message, OutboxItem, Part, Project, Session, TextField } from '#contract/model'
import type { Draft } from '#contract/rpc'
import type { Journal } from './database.ts'

/** Prompts remembered per folder; ↑ is not a search. */
const HISTORY_LIMIT = 200
/** A window asks again within seconds of a worker's restart; an hour covers a machine that slept. */
const REMEMBER_SENT_MS = 60 * 60 * 1000

export interface StoredSession {
  readonly session: Session
  readonly unread: boolean
}

/** A row of the outbox with what it needs to be sent once and only once. */
export interface OutboxRow {
  readonly item: OutboxItem
  readonly message: MessageID
  readonly parts: readonly PartID[]
  /** True once it may have reached the server: before sending again, ask. */
  readonly attempted: boolean
}

export interface JournalStore {
  meta(key: string): string | null
  setMeta(key: string, value: string): void
  projects(server: ServerID): readonly Omit<Project, 'reachable'>[]
  saveProject(project: Project): void
  removeProject(server: ServerID, directory: string): void
  sessions(server: ServerID): readonly StoredSession[]
  /** The newest `limit` messages of a session, oldest first. */
  messages(server: ServerID, session: SessionID, limit: number): readonly FetchedMessage[]
  draft(scope: string): Draft | null
  saveDraft(scope: string, draft: Draft | null, at: number): boolean
  history(server: ServerID, directory: string): readonly string[]
  /** A server that was removed takes its rows along. */
  forgetServer(server: ServerID): void
  addHistory(server: ServerID, directory: string, text: string, at: number): void
  outbox(): readonly OutboxRow[]
  saveOutbox(row: OutboxRow): boolean
  /** Withdrawn. */
  removeOutbox(id: OutboxID): void
  /** Sent: remembered for a while, so that a window that asks again does not send it again. */
  settleOutbox(item: OutboxItem, at: number): void
  sent(id: OutboxID): OutboxItem | null
  /** Several writes of the cache in one transaction. */
  write(changes: CacheChanges): void
  close(): void
}

export interface CachedPart {
  readonly server: ServerID
  readonly part: Part
  readonly text: { readonly field: TextField; readonly text: string; readonly final: boolean } | null
}

export interface CacheChanges {
  readonly sessions: readonly { readonly session: Session; readonly unread: boolean }[]
  readonly removedSessions: readonly { readonly server: ServerID; readonly id: SessionID }[]
  readonly messages: readonly { readonly server: ServerID; readonly message: Message }[]
  readonly removedMessages: readonly {
    readonly server: ServerID
    readonly session: SessionID
    readonly id: MessageID
  }[]
  readonly parts: readonly CachedPart[]
  readonly removedParts: readonly {
    readonly server: ServerID
    readonly session: SessionID
    readonly message: MessageID
    readonly id: PartID
  }[]
}

export function createJournalStore(journal: Journal, onFailure: (sentence: string) => void): JournalStore {
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
  const sql = (text: string) => db.prepare(text)
  const readMeta = sql('SELECT value FROM meta WHERE key = ?')
  const allProjects = sql('SELECT directory, name, opened_at FROM projects WHERE server = ?')
  const allSessions = sql('SELECT record, unread FROM sessions WHERE server = ?')
  const newestMessages = sql(
    'SELECT id, record FROM messages WHERE server = ? AND session = ? ORDER BY id DESC LIMIT ?',
  )
  const partsOf = sql(
    'SELECT record, field, text, final FROM parts WHERE server = ? AND session = ? AND message = ? ORDER BY id',
  )
  const readDraft = sql('SELECT record FROM drafts WHERE scope = ?')
  const readHistory = sql(
    'SELECT text FROM history WHERE server = ? AND directory = ? ORDER BY id DESC LIMIT ?',
  )
  const allOutbox = sql('SELECT record FROM outbox ORDER BY position')
  const parse = <T>(value: unknown): T => JSON.parse(String(value)) as T

  return {
    meta: (key) => {
      const row = readMeta.get(key)
      return row ? String(row['value']) : null
    },
    setMeta: (key, value) => {
      attempt(() => sql('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value))
    },
    projects: (server) =>
      allProjects.all(server).map((row) => ({
        server,
        directory: String(row['directory']),
        name: String(row['name']),
        openedAt: Number(row['opened_at']),
      })),
    saveProject: (project) => {
      attempt(() =>
        sql('INSERT OR REPLACE INTO projects VALUES (?, ?, ?, ?)').run(
          project.server,
          project.directory,
          project.name,
          project.openedAt,
        ),
      )
    },
    removeProject: (server, directory) => {
      attempt(() => sql('DELETE FROM projects WHERE server = ? AND directory = ?').run(server, directory))
    },
    sessions: (server) =>
      allSessions
        .all(server)
        .map((row) => ({ session: parse<Session>(row['record']), unread: row['unread'] === 1 })),
    messages: (server, session, limit) =>
      newestMessages
        .all(server, session, limit)
        .reverse()
        .map((row) => ({
          message: parse<Message>(row['record']),
          parts: partsOf.all(server, session, String(row['id'])).map((part) => ({
            part: parse<Part>(part['record']),
            text:
              part['field'] === null
                ? null
                : {
                    field: String(part['field']) as TextField,
                    text: String(part['text']),
                    final: part['final'] === 1,
                  },
          })),
        })),
    draft: (scope) => {
      const row = readDraft.get(scope)
      return row ? parse<Draft>(row['record']) : null
    },
    saveDraft: (scope, draft, at) =>
      attempt(() => {
        if (draft === null) sql('DELETE FROM drafts WHERE scope = ?').run(scope)
        else sql('INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)').run(scope, JSON.stringify(draft), at)
      }),
    history: (server, directory) =>
      readHistory.all(server, directory, HISTORY_LIMIT).map((row) => String(row['text'])),
    addHistory: (server, directory, text, at) => {
      attempt(() => {
        sql('INSERT INTO history (server, directory, text, at) VALUES (?, ?, ?, ?)').run(
          server,
          directory,
          text,
          at,
        )
        sql(
          `DELETE FROM history WHERE server = ?1 AND directory = ?2 AND id NOT IN
             (SELECT id FROM history WHERE server = ?1 AND directory = ?2 ORDER BY id DESC LIMIT ?3)`,
        ).run(server, directory, HISTORY_LIMIT)
      })
    },
    forgetServer: (server) => {
      attempt(() => {
        db.exec('BEGIN')
        for (const table of ['projects', 'sessions', 'messages', 'parts', 'history']) {
          sql(`DELETE FROM ${table} WHERE server = ?`).run(server)
        }
        db.exec('COMMIT')
      })
    },
    outbox: () => allOutbox.all().map((row) => parse<OutboxRow>(row['record'])),
    saveOutbox: (row) =>
      attempt(() => {
        // What a person sent must outlive a power cut: this row alone waits for the disk.
        db.exec('PRAGMA synchronous = FULL')
        sql(
          'INSERT INTO outbox (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
        ).run(row.item.id, JSON.stringify(row))
        db.exec('PRAGMA synchronous = NORMAL')
      }),
    removeOutbox: (id) => {
      attempt(() => sql('DELETE FROM outbox WHERE id = ?').run(id))
    },
    settleOutbox: (item, at) => {
      attempt(() => {
        db.exec('BEGIN')
        sql('DELETE FROM outbox WHERE id = ?').run(item.id)
        sql('DELETE FROM sent WHERE at < ?').run(at - REMEMBER_SENT_MS)
        sql('INSERT OR REPLACE INTO sent VALUES (?, ?, ?)').run(item.id, JSON.stringify(item), at)
        db.exec('COMMIT')
      })
    },
    sent: (id) => {
      const row = sql('SELECT record FROM sent WHERE id = ?').get(id)
      return row ? parse<OutboxItem>(row['record']) : null
    },
    write: (changes) => {
      attempt(() => writeCache(db, changes))
    },
    close: () => db.close(),
  }
}

function writeCache(db: Journal['db'], changes: CacheChanges): void {
  db.exec('BEGIN')
  const dropSession = [
    'sessions WHERE server = ? AND id = ?',
    'messages WHERE server = ? AND session = ?',
    'parts WHERE server = ? AND session = ?',
  ]
  for (const { server, id } of changes.removedSessions) {
    for (const rows of dropSession) db.prepare(`DELETE FROM ${rows}`).run(server, id)
  }
  for (const { server, session, id } of changes.removedMessages) {
    db.prepare('DELETE FROM messages WHERE server = ? AND session = ? AND id = ?').run(server, session, id)
    db.prepare('DELETE FROM parts WHERE server = ? AND session = ? AND message = ?').run(server, session, id)
  }
  for (const { server, session, message, id } of changes.removedParts) {
    db.prepare('DELETE FROM parts WHERE server = ? AND session = ? AND message = ? AND id = ?').run(
      server,
      session,
      message,
      id,
    )
  }
  const saveSession = db.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?)')
  for (const { session, unread } of changes.sessions) {
    saveSession.run(
      session.server,
      session.id,
      session.directory,
      session.updated,
      JSON.stringify(session),
      unread ? 1 : 0,
    )
  }
  const saveMessage = db.prepare('INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?)')
  for (const { server, message } of changes.messages) {
    saveMessage.run(server, message.session, message.id, JSON.stringify(message))
  }
  const savePart = db.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  for (const { server, part, text } of changes.parts) {
    savePart.run(
      server,
      part.session,
      part.message,
      part.id,
      JSON.stringify(part),
      text?.field ?? null,
      text?.text ?? null,
      text?.final === false ? 0 : 1,
    )
  }
  db.exec('COMMIT')
}
