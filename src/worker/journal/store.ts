// What the journal remembers, as small calls.

import type { FetchedMessage } from '#contract/events'
import type { MessageID, PartID, ServerID, SessionID } from '#contract/ids'
import type { Message, Part, Project, Session, TextField } from '#contract/model'
import type { Draft } from '#contract/rpc'
import { createCriticalStore, type CriticalStore } from './critical-store.ts'
import type { Journal } from './database.ts'
import { createOutboxStore, type OutboxStore } from './outbox-store.ts'
import { createJournalWriter } from './writer.ts'

/** Prompts remembered per folder; ↑ is not a search. */
const HISTORY_LIMIT = 200

const SERVER_TABLES = [
  'projects',
  'sessions',
  'messages',
  'parts',
  'history',
  'commands',
  'critical',
  'underway',
] as const

export interface StoredSession {
  readonly session: Session
  readonly unread: boolean
}

export interface JournalStore extends OutboxStore, CriticalStore {
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
  /** Several writes of the cache in one transaction. False: none of them was written. */
  write(changes: CacheChanges): boolean
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
  const writer = createJournalWriter(journal, onFailure)
  const { attempt } = writer
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
  const parse = <T>(value: unknown): T => JSON.parse(String(value)) as T

  return {
    ...createOutboxStore(db, writer),
    ...createCriticalStore(db, writer),
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
        for (const table of SERVER_TABLES) {
          sql(`DELETE FROM ${table} WHERE server = ?`).run(server)
        }
        db.exec('COMMIT')
      })
    },
    write: (changes) => attempt(() => writeCache(db, changes)),
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
