import { expect, it } from 'vitest'
import type { LogEntry } from '#contract/host'
import { outboxID, serverID, sessionID } from '#contract/ids'
import type { Connection } from '#contract/model'
import type { Op } from '#contract/ops'
import { createOpLog } from './op-log.ts'

const server = serverID('srv_1')

const setUp = () => {
  const entries: LogEntry[] = []
  const note = createOpLog((entry) => entries.push(entry))
  return { entries, say: (...ops: readonly Op[]) => note(ops) }
}

const connected = (connection: Connection): Op => ({
  op: 'server',
  server: { id: server, kind: 'url', name: 'A name', url: 'http://host', version: null, connection },
})

it('each change of a connection is one line with its reason, and a repeat is none', () => {
  const { entries, say } = setUp()
  const trying: Connection = { state: 'connecting', attempt: 2, nextAt: 9, reason: 'The stream fell silent.' }
  say(connected(trying), connected(trying))
  say(connected({ state: 'live', since: 1 }))
  say(connected({ state: 'unauthorized', since: 2, reason: 'Sign in.' }))
  expect(entries).toEqual([
    {
      level: 'info',
      what: 'connection',
      details: { server, state: 'connecting', attempt: 2, waits: true, reason: 'The stream fell silent.' },
    },
    { level: 'info', what: 'connection', details: { server, state: 'live' } },
    { level: 'warn', what: 'connection', details: { server, state: 'unauthorized', reason: 'Sign in.' } },
  ])
})

it('no name, no address and no word that a person wrote is in it', () => {
  const { entries, say } = setUp()
  say(connected({ state: 'live', since: 1 }), {
    op: 'outbox',
    item: {
      id: outboxID('out_1'),
      server,
      directory: '/home/ada/project',
      session: null,
      content: { type: 'prompt', parts: [{ type: 'text', text: 'a private thought' }] },
      agent: null,
      model: null,
      created: 0,
      state: { type: 'failed', message: 'a private thought is not understood' },
    },
  })
  expect(entries).toHaveLength(2)
  expect(JSON.stringify(entries)).not.toMatch(/private|ada|A name|host/)
})

it('holes are counted as they come and go', () => {
  const { entries, say } = setUp()
  const session = sessionID('ses_1')
  const gaps = (count: number): Op => ({
    op: 'gaps',
    server,
    session,
    gaps: Array.from({ length: count }, () => ({
      session,
      part: null,
      reason: 'unfinished-text',
      since: 0,
    })),
  })
  say(gaps(0), gaps(2), gaps(2), gaps(0))
  expect(entries.map(({ what, details }) => [what, details['open']])).toEqual([
    ['gaps marked', 2],
    ['gaps closed', 0],
  ])
})
