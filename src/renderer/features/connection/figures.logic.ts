// The counters of a server as named values: the panel and the report show the same ones.

import type { ServerDiagnostics } from '#contract/diagnostics'
import type { FeedCounters } from '#contract/feed'
import { formatBytes } from './connection.logic.ts'
import { strings } from './strings.ts'

export interface Figure {
  readonly name: string
  readonly value: string
}

export interface FigureGroup {
  readonly title: string
  readonly figures: readonly Figure[]
}

/** What tells at a glance whether all is well. */
export const mainFigures = ({ lastByteAgeMs, openGaps, outbox }: ServerDiagnostics): readonly Figure[] => [
  { name: strings.lastByte, value: ageWords(lastByteAgeMs) },
  { name: strings.holes, value: strings.holesWords(openGaps) },
  {
    name: strings.outbox,
    value: strings.outboxWords(outbox.waiting, outbox.sending, outbox.failed) || strings.outboxEmpty,
  },
]

export const allFigures = (each: ServerDiagnostics): readonly FigureGroup[] => {
  const { feed, pong, outbox } = each
  return [
    group(
      strings.groups.connection,
      count(strings.attempts, each.attempts),
      count(strings.silentCuts, each.silentCuts),
    ),
    group(
      strings.groups.stream,
      count(strings.events, each.events),
      { name: strings.eventsPerSecond, value: strings.rate(each.eventsPerSecond) },
      { name: strings.bytes, value: formatBytes(each.bytes) },
      { name: strings.lastByte, value: ageWords(each.lastByteAgeMs) },
      count(strings.duplicates, each.duplicates),
      count(strings.rejected, each.rejected),
      { name: strings.unknown, value: unknownWords(each.unknown) },
    ),
    group(
      strings.groups.holes,
      count(strings.gaps, each.gaps),
      count(strings.openGaps, each.openGaps),
      count(strings.gapsClosed, each.gapsClosed),
      count(strings.repairs, each.repairs),
      count(strings.catchUps, each.catchUps),
      count(strings.replayed, each.replayed),
      count(strings.refetches, each.refetches),
    ),
    group(
      strings.groups.feed,
      count(strings.batches, feed.batches),
      count(strings.opsIn, feed.opsIn),
      count(strings.opsOut, feed.opsOut),
      { name: strings.ratio, value: ratioWords(feed) },
      count(strings.creditWaits, feed.creditWaits),
    ),
    ...(pong === null
      ? []
      : [
          group(
            strings.groups.pong,
            {
              name: strings.pongLatency,
              value: pong.latencyMs === null ? strings.never : strings.milliseconds(pong.latencyMs),
            },
            count(strings.pongAnswered, pong.answered),
            count(strings.pongMissed, pong.missed),
          ),
        ]),
    group(
      strings.groups.outbox,
      count(strings.outboxWaiting, outbox.waiting),
      count(strings.outboxSending, outbox.sending),
      count(strings.outboxFailed, outbox.failed),
      count(strings.outboxSent, outbox.sent),
      count(strings.outboxConfirmed, outbox.confirmed),
      count(strings.outboxDoubledAvoided, outbox.doubledAvoided),
      count(strings.outboxRetried, outbox.retried),
      count(strings.outboxExpired, outbox.expired),
    ),
  ]
}

/** Of all windows together; they show every server. */
export const windowFigures = (windows: FeedCounters): readonly Figure[] => [
  count(strings.snapshots, windows.snapshots),
  count(strings.replays, windows.replays),
  count(strings.overflows, windows.overflows),
  count(strings.unreadable, windows.rejected),
  { name: strings.held, value: formatBytes(windows.pendingBytes) },
]

const group = (title: string, ...figures: readonly Figure[]): FigureGroup => ({ title, figures })
const count = (name: string, value: number): Figure => ({ name, value: strings.count(value) })

const ageWords = (ageMs: number | null): string => (ageMs === null ? strings.never : strings.ago(ageMs))

const ratioWords = ({ opsIn, opsOut }: ServerDiagnostics['feed']): string =>
  opsOut === 0 ? strings.none : strings.ratioValue(opsIn / opsOut)

const unknownWords = (unknown: ServerDiagnostics['unknown']): string =>
  Object.entries(unknown)
    .map(([type, times]) => strings.unknownItem(type, times))
    .join(', ') || strings.none
