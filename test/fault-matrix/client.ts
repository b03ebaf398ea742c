// A worker's real pieces with one server and one window, on a test's clock, network and memory. What
// worker.ts puts together for many servers is put together here for one.

import { DatabaseSync } from 'node:sqlite'
import type { FeedMessage, WindowMessage, WindowState } from '#contract/feed'
import { outboxID, serverID, sessionID, type AskID, type OutboxID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import { settled, type ManualClock } from '#test/manual-clock'
import { createWindowModel, type WindowModel } from '#test/window-model'
import { createHub } from '../../src/worker/hub.ts'
import { MIGRATIONS } from '../../src/worker/journal/migrations.ts'
import { createJournalStore } from '../../src/worker/journal/store.ts'
import { followMirror, outboxOp } from '../../src/worker/outbox/follow.ts'
import { createOutbox, type Outbox } from '../../src/worker/outbox/outbox.ts'
import { createServerRuntime, type ServerRuntime } from '../../src/worker/servers/runtime.ts'

export const DIRECTORY = '/work/project'
export const ACCESS = { url: 'http://double', username: 'opencode', password: 'a password of the test' }

const SERVER = serverID('double')
/** A body passes several promises and tasks between the server and the fold. */
const TURNS_OF_THE_LOOP = 4
/** The slowest cadence of a visible window, and a little. */
const FEED_MS = 120

export interface Client {
  readonly runtime: ServerRuntime
  readonly outbox: Outbox
  readonly window: WindowModel
  connect(): void
  /** Opens the session in the window. */
  show(session: string): void
  send(session: string, text: string): OutboxID
  /** As a person's click on an ask's card; false: the window does not show that ask, or it failed. */
  answer(ask: string): Promise<boolean>
  outboxItems(): readonly OutboxItem[]
  /** Everything that can happen without time passing has happened. */
  quiet(): Promise<void>
  /** What was folded is in the window too. */
  flush(): Promise<void>
}

export function createClient(clock: ManualClock, random: () => number, fetchFn: typeof fetch): Client {
  const journal = createMemoryJournal()
  const window = createWindowModel()
  let sent = 0

  const outbox: Outbox = createOutbox({
    journal,
    clock,
    runtime: () => runtime,
    onChange: (change) => hub.broadcast([outboxOp(change)]),
  })

  const hub = createHub({
    clock,
    runtimes: () => [runtime],
    runtime: () => runtime,
    cache: { note: () => undefined, flush: () => undefined, close: () => undefined },
    outboxOps: () => outbox.items().map((item) => ({ op: 'outbox', item })),
    afterOps: (from, ops) => followMirror(outbox, from.id, ops),
    onFocus: () => runtime.refreshAll(),
  })

  const runtime: ServerRuntime = createServerRuntime({
    id: SERVER,
    kind: 'url',
    name: 'Double',
    clock,
    random,
    fetch: fetchFn,
    journal,
    onOps: (from, ops) => hub.publish(from, ops),
    isOpen: (session) => hub.isOpen({ server: SERVER, session }),
    openSessions: () => hub.openSessions(SERVER),
    onLive: (live) => outbox.pump(live.id),
  })
  const project = { server: SERVER, directory: DIRECTORY, name: 'project', openedAt: 0, reachable: true }
  runtime.dispatch({ type: 'project.upsert', project })

  const [workerEnd, windowEnd] = createPortPair()
  hub.addWindow(1, workerEnd)
  windowEnd.onMessage((message) => {
    const received = message as FeedMessage
    if (received.type !== 'batch') return
    window.receive(received)
    say({ type: 'ack', batch: received.batch })
  })
  const say = (message: WindowMessage): void => windowEnd.post(message)
  const stateWith = (open: string | null): WindowState => {
    const refs = open === null ? [] : [{ server: SERVER, session: sessionID(open) }]
    return { active: refs[0] ?? null, open: refs, visible: true, focused: true }
  }
  say({ type: 'hello', v: CONTRACT_VERSION, cursor: {}, state: stateWith(null) })

  const quiet = async (): Promise<void> => {
    for (let n = 0; n < TURNS_OF_THE_LOOP; n++) await settled()
  }

  return {
    runtime,
    outbox,
    window,
    quiet,
    connect: () => runtime.connect(ACCESS, null),
    show: (session) => say({ type: 'state', state: stateWith(session) }),
    send: (session, text) => {
      const id = outboxID(`outbox-${++sent}`)
      outbox.send({
        id,
        server: SERVER,
        directory: DIRECTORY,
        session: sessionID(session),
        content: { type: 'prompt', parts: [{ type: 'text', text }] },
        agent: null,
        model: null,
      })
      return id
    },
    answer: async (id) => {
      const ask = runtime.state.asks.get(id as AskID)
      if (!ask) return false
      const given =
        ask.kind === 'permission'
          ? await runtime.client.replyPermission(ask.id, DIRECTORY, 'once', '')
          : await runtime.client.replyQuestion(ask.id, DIRECTORY, [['潮']])
      if (!given.ok && given.error.code !== 'not-found') return false
      const reply = given.ok ? 'answered' : 'gone'
      runtime.dispatch({ type: 'ask.settled', ask: ask.id, session: ask.session, reply })
      return true
    },
    outboxItems: () => outbox.items(),
    flush: async () => {
      await quiet()
      await clock.advance(FEED_MS)
      await quiet()
    },
  }
}

function createMemoryJournal() {
  const db = new DatabaseSync(':memory:')
  for (const migration of MIGRATIONS) db.exec(migration)
  return createJournalStore({ db, readOnly: false, notices: [] }, (sentence) => {
    throw new Error(sentence)
  })
}

/** Two ends in one process; values are copied as a real port copies them. */
function createPortPair(): readonly [Port, Port] {
  const listeners: ((message: unknown) => void)[] = [() => undefined, () => undefined]
  const end = (here: number, there: number): Port => ({
    post: (message) => listeners[there]?.(structuredClone(message)),
    onMessage: (listener) => void (listeners[here] = listener),
    onClose: () => undefined,
    close: () => undefined,
  })
  return [end(0, 1), end(1, 0)]
}
