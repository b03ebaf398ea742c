// A worker with one server, its window, and what its person does; the worker can be killed and begun again.

import { DatabaseSync } from 'node:sqlite'
import type { Op } from '#contract/ops'
import { outboxID, serverID, sessionID } from '#contract/ids'
import type { OutboxItem, Server } from '#contract/model'
import { settled, type ManualClock } from '#test/manual-clock'
import type { Journal } from '../../src/worker/journal/database.ts'
import { MIGRATIONS } from '../../src/worker/journal/migrations.ts'
import { createJournalStore } from '../../src/worker/journal/store.ts'
import { createTestWindow, type TestWindow } from './test-window.ts'
import { startWorkerLife, type WorkerLife } from './worker-life.ts'

export const DIRECTORY = '/work/project'

const SERVER = serverID('double')
const ADDRESS = { id: SERVER, url: 'http://double', username: 'opencode' }
const WINDOW = 1
/** A body passes several promises and tasks between the server and the fold. */
const TURNS_OF_THE_LOOP = 5
/** The slowest cadence of a visible window, and a little. */
const FEED_MS = 120

type Ask = Extract<Op, { readonly op: 'ask' }>['ask']

export interface Client {
  readonly window: TestWindow
  /** The app starts: its person has opened the folder before. */
  start(): void
  /** Opens the session in the window. */
  show(session: string): void
  send(session: string, text: string): void
  /** What failed is sent again by its person. */
  resendFailed(): void
  signIn(): void
  /** As a person's click on an ask's card; false: the window does not show that ask. */
  answer(ask: string): boolean
  /** What the window shows, by kind and id. */
  records(): Readonly<Record<string, unknown>>
  connection(): Server['connection']['state'] | null
  outboxItems(): readonly OutboxItem[]
  killWorker(): void
  /** The host starts another and hands the window fresh ports. */
  restartWorker(): void
  reloadWindow(): void
  closePorts(): void
  reopenPorts(): void
  /** Everything that can happen without time passing has happened. */
  quiet(): Promise<void>
  /** What was folded is in the window too. */
  flush(): Promise<void>
}

export function createClient(clock: ManualClock, random: () => number, fetchFn: typeof fetch): Client {
  const journal = createMemoryJournal()
  const window = createTestWindow()
  let worker: WorkerLife | null = null
  let sent = 0

  const records = () => (window.model().contents() as { readonly records: Record<string, unknown> }).records
  const all = <T>(kind: string): readonly T[] =>
    Object.entries(records()).flatMap(([key, value]) => (key.startsWith(`${kind} `) ? [value as T] : []))
  const attach = (): void => {
    if (worker) window.attach(worker.open(WINDOW))
  }
  const start = (): void => {
    worker = startWorkerLife({ clock, random, fetch: fetchFn, journal, server: ADDRESS })
    attach()
  }
  const quiet = async (): Promise<void> => {
    for (let n = 0; n < TURNS_OF_THE_LOOP; n++) await settled()
  }

  return {
    window,
    start,
    quiet,
    records,
    show: (session) => window.show({ server: SERVER, session: sessionID(session) }),
    send: (session, text) => {
      void window.rpc().send({
        id: outboxID(`outbox-${++sent}`),
        server: SERVER,
        directory: DIRECTORY,
        session: sessionID(session),
        after: null,
        content: { type: 'prompt', parts: [{ type: 'text', text }] },
        agent: null,
        model: null,
      })
    },
    resendFailed: () => {
      for (const { id, state } of all<OutboxItem>('outbox')) {
        if (state.type === 'failed') void window.rpc().resend({ id })
      }
    },
    signIn: () => void window.rpc().signIn({ server: SERVER, username: 'opencode', password: '' }),
    answer: (id) => {
      const ask = all<Ask>('ask').find((candidate) => candidate.id === id)
      if (!ask) return false
      const ref = { server: SERVER, session: ask.session, ask: ask.id }
      if (ask.kind === 'permission') void window.rpc().replyPermission({ ...ref, reply: 'once', message: '' })
      else void window.rpc().replyQuestion({ ...ref, answers: [['潮']] })
      return true
    },
    connection: () => (records()[`server ${SERVER}`] as Server | undefined)?.connection.state ?? null,
    outboxItems: () => all<OutboxItem>('outbox'),
    killWorker: () => {
      worker?.kill()
      worker = null
    },
    restartWorker: start,
    reloadWindow: () => {
      window.reload()
      attach()
    },
    closePorts: () => worker?.close(WINDOW),
    reopenPorts: attach,
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
