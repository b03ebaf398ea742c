// The journal's schema, forward only. `user_version` counts the migrations applied.

export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE projects (
     server TEXT NOT NULL, directory TEXT NOT NULL, name TEXT NOT NULL, opened_at INTEGER NOT NULL,
     PRIMARY KEY (server, directory)) WITHOUT ROWID;
   CREATE TABLE sessions (
     server TEXT NOT NULL, id TEXT NOT NULL, directory TEXT NOT NULL, updated INTEGER NOT NULL,
     record TEXT NOT NULL, unread INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (server, id)) WITHOUT ROWID;
   CREATE INDEX sessions_by_directory ON sessions (server, directory);
   CREATE TABLE messages (
     server TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL,
     PRIMARY KEY (server, session, id)) WITHOUT ROWID;
   CREATE TABLE parts (
     server TEXT NOT NULL, session TEXT NOT NULL, message TEXT NOT NULL, id TEXT NOT NULL,
     record TEXT NOT NULL, field TEXT, text TEXT, final INTEGER NOT NULL DEFAULT 1,
     PRIMARY KEY (server, session, message, id)) WITHOUT ROWID;
   CREATE TABLE drafts (scope TEXT PRIMARY KEY, record TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE history (
     id INTEGER PRIMARY KEY, server TEXT NOT NULL, directory TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
   CREATE INDEX history_by_directory ON history (server, directory, id);
   CREATE TABLE sent (id TEXT PRIMARY KEY, record TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE outbox (
     position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL);`,

  // A message knows whose session it goes to; commands wait as messages do; what happened is told once.
  `UPDATE outbox SET record = json_set(record, '$.line', json_extract(record, '$.item.id'));
   CREATE TABLE commands (
     position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, server TEXT NOT NULL, record TEXT NOT NULL);
   CREATE TABLE critical (
     position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, server TEXT NOT NULL, at INTEGER NOT NULL,
     kind TEXT NOT NULL, untold INTEGER NOT NULL, record TEXT NOT NULL);
   CREATE TABLE underway (
     server TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, session TEXT NOT NULL,
     PRIMARY KEY (server, kind, id)) WITHOUT ROWID;`,
]
