import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import { askID, messageID, outboxID, serverID, sessionID } from '#contract/ids'
import type { AssistantMessage, Connection, Session } from '#contract/model'
import { fail, ok } from '#contract/result'
import { openStore, temporaryFolder } from '#test/journal'
import { createManualClock, settled } from '#test/manual-clock'
import { emptyMirror } from '#test/mirror'
import { fold } from '../mirror/fold.ts'
import type { ServerRuntime } from '../servers/runtime.ts'
import { noticeOf } from '../outbox/notice.ts'
import { createAwayList } from './away-list.ts'
import { createRecorder } from './recorder.ts'

const server = serverID('local')
const ses1 = sessionID('ses_1')
const directory = '/p'
const clock = createManualClock()

const answer = (change: Partial<AssistantMessage> = {}): AssistantMessage => ({
  role: 'assistant',
  id: messageID('msg_2'),
  session: ses1,
  created: 1,
  completed: 2,
  parent: messageID('msg_1'),
  agent: null,
  model: null,
  cost: 0,
  tokens: null,
  error: null,
  finish: 'stop',
  summary: false,
  ...change,
})
const session = { server, id: ses1, directory, title: 'One', parent: null, updated: 1 } as Session
const failure = { name: 'APIError', message: 'No credit left.', statusCode: 402, aborted: false }
const permission = (id: string): ServerEvent => ({
  type: 'ask.upsert',
  ask: {
    kind: 'permission',
    id: askID(id),
    session: ses1,
    asked: clock.now(),
    permission: 'bash',
    patterns: ['ls'],
    always: [],
    metadata: {},
    tool: null,
  },
})

/** What another process would find in the file. */
function kindsIn(folder: string): readonly string[] {
  const reader = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true })
  const rows = reader.prepare('SELECT kind FROM critical ORDER BY position').all()
  reader.close()
  return rows.map((row) => String(row['kind']))
}

/** One life of a worker on the journal in `folder`. */
function live(
  folder: string,
  options: { attended?: boolean; watched?: boolean; newest?: AssistantMessage } = {},
) {
  const { store } = openStore(folder)
  const state = emptyMirror()
  let attended = options.attended ?? true
  let newest = options.newest ? ok(options.newest) : fail('offline', 'away')
  const shown: string[] = []
  const away = createAwayList(store, () => undefined)
  const recorder = createRecorder({
    journal: store,
    clock,
    away,
    isAttended: () => attended,
    wasWatched: () => options.watched ?? false,
  })
  const dispatch = (event: ServerEvent): void => {
    const ops = fold(state, event, clock.now())
    recorder.note(runtime, event, ops)
    const rows = kindsIn(folder).length
    shown.push(...ops.map((op) => `${op.op} after ${rows} rows`))
  }
  const runtime = {
    id: server,
    state,
    dispatch,
    client: {
      messages: async () =>
        newest.ok ? ok({ messages: [{ message: newest.value, parts: [] }], older: false }) : newest,
    },
  } as unknown as ServerRuntime
  const project = { server, directory, name: 'p', openedAt: 0, reachable: true }
  dispatch({ type: 'session.upsert', session })
  return {
    away,
    store,
    shown,
    state,
    dispatch,
    kept: () => kindsIn(folder),
    knows: () => store.saveProject(project),
    leave: () => void (attended = false),
    come: () => {
      attended = true
      away.windowCame(clock.now())
    },
    answers: (message: AssistantMessage) => void (newest = ok(message)),
    busy: () => dispatch({ type: 'session.status', session: ses1, status: { type: 'busy', since: null } }),
    hear: recorder.noteOutbox,
    idle: () => dispatch({ type: 'session.status', session: ses1, status: { type: 'idle' } }),
    statuses: async () => {
      dispatch({ type: 'fetched.statuses', directory, since: clock.now() + 1, statuses: [] })
      await settled()
    },
    told: () => away.items().map(({ kind, text }) => [kind, text].join(' ').trim()),
    die: () => store.close(),
  }
}

test('a turn that ended while the worker was dead is told, once, and its session is unread', async () => {
  const folder = temporaryFolder()
  const first = live(folder)
  first.busy()
  first.die()
  const second = live(folder, { newest: answer() })
  expect(second.told()).toEqual([])
  await second.statuses()
  expect(second.told()).toEqual(['ended'])
  expect(second.state.sessions.get(ses1)?.unread).toBe(true)
  await second.statuses()
  expect(second.told()).toEqual(['ended'])
  second.away.told(second.away.items().map(({ id }) => id))
  second.die()
  const third = live(folder, { newest: answer() })
  await third.statuses()
  expect(third.told()).toEqual([])
})

test('a turn whose session is deleted is not looked for by any later life', () => {
  const { busy, dispatch, store } = live(temporaryFolder())
  busy()
  expect(store.underway(server)).toHaveLength(1)
  dispatch({ type: 'session.remove', session: ses1 })
  expect(store.underway(server)).toEqual([])
})

test('an answer that was refused and a Stop that came too late are written down', () => {
  const { hear, kept } = live(temporaryFolder())
  const id = outboxID('local/ask/per_1 1-1')
  const command = { type: 'permission', ask: askID('per_1'), reply: 'once', message: '' } as const
  const state = { type: 'failed', message: 'No such rule.' } as const
  const item = { id, server, session: ses1, command, created: 1, state } as const
  hear({ type: 'command', item: { ...item, state: { type: 'sending' } } })
  expect(kept()).toEqual([])
  hear({ type: 'command', item })
  hear({ type: 'said', notice: noticeOf(item, clock.now(), 'Stop did not reach the server in time.') })
  expect(kept()).toEqual(['error', 'error'])
})

test('what no person has seen is told by the next life of the worker too', async () => {
  const folder = temporaryFolder()
  const first = live(folder)
  first.busy()
  first.die()
  const second = live(folder, { newest: answer({ error: failure }) })
  await second.statuses()
  expect(second.told()).toEqual(['failed No credit left.'])
  second.die()
  expect(live(folder).told()).toEqual(['failed No credit left.'])
})

test('how a turn ended is asked again when the server can’t say', async () => {
  const folder = temporaryFolder()
  const first = live(folder)
  first.busy()
  first.die()
  const second = live(folder)
  await second.statuses()
  expect(second.told()).toEqual([])
  second.answers(answer({ completed: null }))
  await second.statuses()
  expect(second.told()).toEqual(['interrupted'])
})

test('a turn that goes on, and one whose end was watched, are no news', async () => {
  const folder = temporaryFolder()
  const first = live(folder)
  first.busy()
  first.die()
  const second = live(folder, { newest: answer() })
  second.busy()
  second.idle()
  await second.statuses()
  expect(second.told()).toEqual([])
  second.busy()
  second.die()
  const third = live(folder, { watched: true, newest: answer() })
  await third.statuses()
  expect(third.told()).toEqual([])
})

test('with no window there, ends and asks are told; an ask that is answered meanwhile is not', () => {
  const rig = live(temporaryFolder())
  rig.leave()
  rig.busy()
  rig.dispatch(permission('per_1'))
  rig.dispatch(permission('per_2'))
  rig.dispatch({ type: 'ask.settled', ask: askID('per_1'), session: ses1, reply: 'gone' })
  rig.dispatch({ type: 'message.upsert', message: answer() })
  rig.idle()
  clock.advanceSync(60_000)
  rig.come()
  expect(rig.told()).toEqual(['asked', 'ended'])
  rig.busy()
  rig.idle()
  expect(rig.told()).toEqual(['asked', 'ended'])
  rig.away.dismiss(rig.away.items().map(({ id }) => id))
  expect(rig.told()).toEqual([])
})

test('a window that is loaded again was not away', () => {
  const rig = live(temporaryFolder())
  rig.leave()
  rig.busy()
  rig.idle()
  clock.advanceSync(1_000)
  rig.come()
  expect(rig.told()).toEqual([])
})

test('an ask that arose while the worker was dead is told; one that waited before, or in a new folder, is not', () => {
  const asks = (...ids: readonly string[]): ServerEvent => ({
    type: 'fetched.asks',
    directory,
    since: clock.now() + 1,
    asks: ids.flatMap((id) => {
      const event = permission(id)
      return event.type === 'ask.upsert' ? [event.ask] : []
    }),
  })
  const folder = temporaryFolder()
  const first = live(folder)
  first.dispatch(asks('per_0'))
  expect(first.told()).toEqual([])
  first.knows()
  first.die()
  const second = live(folder)
  second.dispatch(asks('per_0', 'per_1'))
  expect(second.away.items()).toMatchObject([{ kind: 'asked', ask: 'per_1' }])
  second.dispatch(asks('per_0', 'per_1', 'per_2'))
  expect(second.away.items()).toHaveLength(1)
})

test('a server’s start, crash and stop are kept, a mere reconnect is not', () => {
  const rig = live(temporaryFolder())
  const go = (connection: Connection): void => {
    clock.advanceSync(1)
    rig.dispatch({ type: 'connection', connection, url: null, version: null })
  }
  const connecting = { state: 'connecting', attempt: 1, nextAt: null, reason: null } as const
  const started = (attempt: number) => ({ state: 'starting', since: 1, attempt }) as const
  for (const next of [started(1), connecting, { state: 'live', since: 1 }, connecting] as const) go(next)
  for (const next of [
    { state: 'live', since: 1 },
    started(2),
    connecting,
    { state: 'live', since: 1 },
  ] as const)
    go(next)
  go({ state: 'stopped', since: 1, reason: 'It was stopped here.' })
  expect(rig.kept()).toEqual(['started', 'crashed', 'started', 'stopped'])
})

test('asks, errors and a server’s end are in the journal before a window could see them', () => {
  const rig = live(temporaryFolder())
  rig.shown.length = 0
  rig.dispatch(permission('per_1'))
  rig.dispatch({ type: 'session.error', session: ses1, error: failure })
  const crash = { state: 'starting', since: 1, attempt: 2 } as const
  rig.dispatch({ type: 'connection', connection: { state: 'live', since: 1 }, url: null, version: null })
  rig.dispatch({ type: 'connection', connection: crash, url: null, version: null })
  expect(rig.shown).toEqual([
    'ask after 1 rows',
    'activity after 2 rows',
    'server after 2 rows',
    'server after 3 rows',
  ])
})
