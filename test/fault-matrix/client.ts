// A worker in this process with one server, its window, and its person, on a test's clock.

import { DatabaseSync } from 'node:sqlite'
import { serverID } from '#contract/ids'
import { defaultSettings, type Settings } from '#contract/settings'
import { settled, type ManualClock } from '#test/manual-clock'
import type { Clock } from '../../src/worker/clock.ts'
import type { Journal } from '../../src/worker/journal/database.ts'
import { MIGRATIONS } from '../../src/worker/journal/migrations.ts'
import { createJournalStore } from '../../src/worker/journal/store.ts'
import { createPerson, type Person } from './person.ts'
import { startWorkerLife } from './worker-life.ts'

export const DIRECTORY = '/work/project'

const SERVER = serverID('double')
/** Added by address: its person has signed in before, and no password is needed. */
const SETTINGS: Settings = {
  ...defaultSettings,
  servers: [{ id: SERVER, name: 'Double', url: 'http://double', username: 'opencode', kind: 'url' }],
}
/** A body passes several promises and tasks between the server and the fold. */
const TURNS_OF_THE_LOOP = 5
/** The slowest cadence of a visible window, and a little. */
const FEED_MS = 120

export interface Client extends Person {
  /** Everything that can happen without time passing has happened. */
  quiet(): Promise<void>
  /** What was folded is in the window too. */
  flush(): Promise<void>
}

/** `ownClock`: the client machine's, where that is not the server's. */
export function createClient(
  clock: ManualClock,
  random: () => number,
  fetchFn: typeof fetch,
  ownClock: Clock = clock,
): Client {
  const opened = createMemoryJournal()
  const init = { settings: SETTINGS, options: { projects: [], server: null, demo: false } }
  const startWorker = () => startWorkerLife({ clock: ownClock, random, fetch: fetchFn, opened, init })
  const quiet = async (): Promise<void> => {
    for (let n = 0; n < TURNS_OF_THE_LOOP; n++) await settled()
  }
  return {
    ...createPerson({ startWorker, server: SERVER, directory: DIRECTORY }),
    quiet,
    flush: async () => {
      await quiet()
      await clock.advance(FEED_MS)
      await quiet()
    },
  }
}

function createMemoryJournal(): Journal {
  const db = new DatabaseSync(':memory:')
  for (const migration of MIGRATIONS) db.exec(migration)
  const journal = { db, readOnly: false, notices: [] }
  const store = createJournalStore(journal, (sentence) => {
    throw new Error(sentence)
  })
  store.saveProject({ server: SERVER, directory: DIRECTORY, name: 'project', openedAt: 0, reachable: true })
  return journal
}
