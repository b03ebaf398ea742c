// Counters and three minutes of a stream for the fixtures: bursts, pauses, and one stream that went silent.

import { HISTORY_SECONDS, type ServerDiagnostics } from '#contract/diagnostics'
import type { Server } from '#contract/model'

const MINUTE_MS = 60_000

export const makeDiagnostics = (server: Server, index: number): ServerDiagnostics => {
  const history = makeHistory(index)
  return {
    server: server.id,
    connection: server.connection,
    since: Date.now() - 12 * MINUTE_MS,
    countedSince: Date.now() - 95 * MINUTE_MS,
    attempts: 1 + index * 2,
    silentCuts: index,
    bytes: 1_234_567,
    events: 4_812,
    eventsPerSecond: history.at(-1)?.events ?? 0,
    lastByteAgeMs: history.at(-1)?.lastByteAgeMs ?? null,
    unknown: index === 0 ? { 'installation.updated': 2 } : {},
    duplicates: 3,
    rejected: 0,
    gaps: index * 2,
    openGaps: index,
    gapsClosed: index,
    repairs: index,
    replayed: index,
    refetches: 1,
    catchUps: 1 + index,
    feed: { batches: 812, opsIn: 9_640, opsOut: 1_205, creditWaits: 4 },
    outbox: {
      waiting: index,
      sending: 0,
      failed: 0,
      sent: 14,
      confirmed: 14,
      doubledAvoided: 0,
      retried: 0,
      expired: 0,
    },
    pong: index === 1 ? { answered: 240, missed: 1, latencyMs: 18 } : null,
    history,
  }
}

function makeHistory(index: number): ServerDiagnostics['history'] {
  if (index === 2) return Array.from({ length: HISTORY_SECONDS }, () => ({ events: 0, lastByteAgeMs: null }))
  let ageMs = 0
  return Array.from({ length: HISTORY_SECONDS }, (_, second) => {
    const isSilent = index === 1 && second > 110 && second < 136
    const isTurn = second % 60 > 22 && !isSilent
    const events = isTurn
      ? 60 + Math.round(40 * Math.sin(second / 3))
      : second % 10 === 0 && !isSilent
        ? 1
        : 0
    ageMs = events > 0 ? 400 : ageMs + 1000
    return { events, lastByteAgeMs: ageMs }
  })
}
