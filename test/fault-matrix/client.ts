// A worker in this process with one server, its window, and its person, on a test's clock.

import { DatabaseSync } from 'node:sqlite'
import { defaultSettings } from '#contract/settings'
import type { Clock } from '../../src/worker/clock.ts'
import type { Journal } from '../../src/worker/journal/database.ts'
import { MIGRATIONS } from '../../src/worker/journal/migrations.ts'
import { createJournalStore } from '../../src/worker/journal/store.ts'
import { createPerson, type Person } from './person.ts'
import { startWorkerLife } from './worker-life.ts'
import { DIRECTORY, type World } from './world.ts'

/** The slowest cadence of a visible window, and a little. */
const FEED_MS = 120

export interface Client extends Person {
  /** What was folded is in the window too. */
  flush(): Promise<void>
}

/** `ownClock`: the client machine's, where that is not the server's. */
export function createClient(
  world: World,
  random: () => number,
  fetchFn: typeof fetch,
  ownClock: Clock = world.clock,
): Client {
  const opened = createMemoryJournal(world)
  const settings = { ...defaultSettings, servers: [world.remote] }
  const init = { settings, options: { projects: [], server: null, demo: false } }
  const startWorker = () => startWorkerLife({ clock: ownClock, random, fetch: fetchFn, opened, init })
  const { server, password, remote } = world
  return {
    ...createPerson({ startWorker, server, directory: DIRECTORY, username: remote.username, password }),
    flush: async () => {
      await world.settle()
      await world.advance(FEED_MS)
    },
  }
}

/** Its person has opened the folder before. */
function createMemoryJournal({ server }: World): Journal {
  const db = new DatabaseSync(':memory:')
  for (const migration of MIGRATIONS) db.exec(migration)
  const journal = { db, readOnly: false, notices: [] }
  const store = createJournalStore(journal, (sentence) => {
    throw new Error(sentence)
  })
  store.saveProject({ server, directory: DIRECTORY, name: 'project', openedAt: 0, reachable: true })
  return journal
}
