import { expect, test } from 'vitest'
import type { Presence, WorkerMessage } from '#contract/host'
import type { ServerEvent } from '#contract/events'
import { askID, serverID, sessionID } from '#contract/ids'
import { createManualClock } from '#test/manual-clock'
import { emptyMirror } from '#test/mirror'
import { fold } from '../mirror/fold.ts'
import { createPresence } from './presence.ts'

const [tides, moons] = [sessionID('ses_tides'), sessionID('ses_moons')]

const session = (id: typeof tides, updated: number): ServerEvent => ({
  type: 'session.upsert',
  session: {
    server: serverID('local'),
    id,
    directory: '/folder',
    title: String(id),
    parent: null,
    created: 0,
    updated,
    archived: null,
    agent: null,
    model: null,
    cost: 0,
    tokens: null,
    changes: null,
  },
})
const busy: ServerEvent = { type: 'session.status', session: tides, status: { type: 'busy', since: null } }
const idle: ServerEvent = { type: 'session.status', session: tides, status: { type: 'idle' } }
const asked: ServerEvent = {
  type: 'ask.upsert',
  ask: {
    kind: 'permission',
    id: askID('per_1'),
    session: tides,
    asked: 1,
    permission: 'bash',
    patterns: ['cal 2026'],
    always: [],
    metadata: {},
    tool: null,
  },
}

function createRig(watched: typeof tides | null = null) {
  const clock = createManualClock()
  const state = emptyMirror()
  const said: WorkerMessage[] = []
  const presence = createPresence({ post: (message) => said.push(message), states: () => [state], clock })
  const happen = (...events: readonly ServerEvent[]): void => {
    for (const event of events) presence.note(state, fold(state, event, clock.now()), (id) => id === watched)
  }
  const last = async (): Promise<Presence | undefined> => {
    await clock.advance(1_000)
    return said.flatMap((message) => (message.type === 'presence' ? [message.presence] : [])).at(-1)
  }
  const notified = () => said.flatMap((message) => (message.type === 'notify' ? [message.notify] : []))
  return { happen, last, notified, said }
}

test('what runs, waits and has ended unseen is counted; the last changed comes first', async () => {
  const { happen, last } = createRig()
  happen(session(tides, 1), session(moons, 2), busy, asked)
  expect(await last()).toMatchObject({
    running: 1,
    asks: 1,
    unseen: 0,
    recent: [
      { session: moons, state: 'idle' },
      { session: tides, state: 'running' },
    ],
    waiting: [{ session: tides, summary: 'bash: cal 2026' }],
  })
  happen({ type: 'ask.settled', ask: askID('per_1'), session: tides, reply: 'once' }, idle)
  expect(await last()).toMatchObject({ running: 0, asks: 0, unseen: 1, waiting: [] })
  happen({ type: 'session.seen', session: tides })
  expect(await last()).toMatchObject({ unseen: 0 })
})

test('a permission is told once, with what a press can answer; a turn’s end says how it ended', () => {
  const { happen, notified } = createRig()
  happen(session(tides, 1), busy, asked, asked, idle)
  expect(notified()).toMatchObject([
    { kind: 'ask', session: tides, body: 'bash: cal 2026', ask: 'per_1' },
    { kind: 'turn-ended', session: tides, ask: null },
  ])
})

test('who looks at the session is told nothing', () => {
  const { happen, notified } = createRig(tides)
  happen(session(tides, 1), busy, asked, idle)
  expect(notified()).toEqual([])
})

test('many changes at once are one word to the host, and none when nothing has changed', async () => {
  const { happen, last, said } = createRig()
  for (let n = 0; n < 50; n++) happen(session(tides, n), busy, idle)
  await last()
  happen(session(tides, 49))
  await last()
  expect(said.filter(({ type }) => type === 'presence')).toHaveLength(1)
})
