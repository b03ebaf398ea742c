import { expect, it } from 'vitest'
import { HISTORY_SECONDS, type ServerDiagnostics } from '#contract/diagnostics'
import { serverID } from '#contract/ids'
import type { Server } from '#contract/model'
import { writeReport } from './report.logic.ts'

const server: Server = {
  id: serverID('srv_secret'),
  kind: 'url',
  name: 'ada’s forge',
  url: 'https://forge.example:4096',
  version: '1.2.3',
  connection: { state: 'offline', since: 0, reason: 'The folder /home/ada/plans can’t be read.' },
}
const diagnostics: ServerDiagnostics = {
  server: server.id,
  connection: server.connection,
  since: 1_000,
  countedSince: 0,
  attempts: 7,
  silentCuts: 2,
  bytes: 2_500_000,
  events: 4_812,
  eventsPerSecond: 12.34,
  lastByteAgeMs: 31_000,
  unknown: { 'new.thing': 3 },
  duplicates: 5,
  rejected: 1,
  gaps: 4,
  openGaps: 1,
  gapsClosed: 3,
  repairs: 8,
  replayed: 10,
  refetches: 11,
  catchUps: 6,
  feed: { batches: 81, opsIn: 800, opsOut: 100, creditWaits: 9 },
  outbox: {
    waiting: 2,
    sending: 0,
    failed: 1,
    sent: 12,
    confirmed: 13,
    doubledAvoided: 14,
    retried: 15,
    expired: 16,
  },
  pong: { answered: 240, missed: 1, latencyMs: 18.4 },
  history: Array.from({ length: HISTORY_SECONDS }, (_, n) => ({
    events: n < 100 ? 0 : 12,
    lastByteAgeMs: n < 100 ? null : 400,
  })),
}

const report = (held: ServerDiagnostics | null = diagnostics): string =>
  writeReport({
    version: '0.3.0',
    host: 'web',
    platform: 'linux',
    now: 60_000,
    link: 'connected',
    servers: [server],
    windows: { snapshots: 21, replays: 22, overflows: 23, rejected: 24, pendingBytes: 25 },
    diagnostics: new Map(held ? [[server.id, held]] : []),
  })

it('every counter is in it', () => {
  const text = report()
  for (const line of [
    '- Began anew: 21',
    '- Went on: 22',
    '- Fell too far behind: 23',
    '- Could not be read: 24',
    '- Held for them: 25 B',
    '- State: offline',
    '- In this state since: 1970-01-01T00:00:01.000Z',
    '- Attempts to connect: 7',
    '- Cut for silence: 2',
    '- Events: 4,812',
    '- Events per second: 12',
    '- Received: 2.5 MB',
    '- Last byte: 31 s ago',
    '- Repeats dropped: 5',
    '- Could not be read: 1',
    '- Types not known here: new.thing (3)',
    '- Marked: 4',
    '- Still open: 1',
    '- Closed: 3',
    '- Texts put right: 8',
    '- Sessions replayed: 10',
    '- Sessions fetched again: 11',
    '- Requests made: 12',
    '- Confirmed: 13',
    '- Doubling avoided: 14',
    '- Tried again: 15',
    '- Stops too late: 16',
    '- Catch-ups: 6',
    '- Batches: 81',
    '- Merged: 8 into one',
    '- Waits for a window: 9',
    '- Answer takes: 18 ms',
    '- Pings missed: 1',
    '- Outbox: 2 waiting, 1 failed',
    '- Events each second: 0×100 12×80',
    '- Age of the last byte in s: -×100 0×80',
  ])
    expect(text).toContain(line)
})

it('no name, address or path is in it', () => {
  expect(report()).not.toMatch(/ada|forge|srv_secret|home|4096/)
  expect(report()).toContain('- Reason: The folder [path] can’t be read.')
})

it('a server without counters is said to have none', () => {
  expect(report(null)).toContain('- Counters: not available')
})
