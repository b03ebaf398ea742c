// What can be said of a server's connection in numbers: no content, no names, no secrets.

import type { FeedCounters } from './feed.ts'
import type { ServerID } from './ids.ts'
import type { Connection, Millis } from './model.ts'

/** One second of a server's stream. */
export interface ActivitySample {
  readonly events: number
  /** At the end of that second; null: nothing had ever come. */
  readonly lastByteAgeMs: number | null
}

/** What windows were sent of a server's changes, over all of them. */
export interface FeedCounts {
  /** Batches that held something of this server. */
  readonly batches: number
  /** Ops given to windows as they came in; what a window lacked is not counted here. */
  readonly opsIn: number
  /** Ops posted, texts of a part merged: opsIn / opsOut is the coalescing ratio. */
  readonly opsOut: number
  /** Times that something was due and the window had not yet acknowledged what it was sent before. */
  readonly creditWaits: number
}

export interface OutboxCounts {
  /** For the server, or for the turn that runs. */
  readonly waiting: number
  readonly sending: number
  readonly failed: number
  /** Requests made. */
  readonly sent: number
  /** Proved by the server's own state. */
  readonly confirmed: number
  /** Found at the server after a request that broke: sending it again would have doubled it. */
  readonly doubledAvoided: number
  /** Tried again because the server was too busy. */
  readonly retried: number
  /** Stops that came too late for the turn they meant. */
  readonly expired: number
}

/** Dialects whose server asks for a sign of life. */
export interface PongCounts {
  readonly answered: number
  readonly missed: number
  /** From a ping's arrival to the server's word that it has our answer; null: none yet. */
  readonly latencyMs: number | null
}

export interface ServerDiagnostics {
  readonly server: ServerID
  readonly connection: Connection
  /** When the present state of the connection began. */
  readonly since: Millis
  /** All counts are since this worker started. */
  readonly countedSince: Millis
  readonly attempts: number
  /** Connections that were ended here because nothing came any more. */
  readonly silentCuts: number
  readonly bytes: number
  readonly events: number
  /** Mean of the last seconds (RATE_SECONDS). */
  readonly eventsPerSecond: number
  readonly lastByteAgeMs: number | null
  /** Event types that this version does not know, with how often each came. */
  readonly unknown: Readonly<Record<string, number>>
  readonly duplicates: number
  /** Events that could not be read. */
  readonly rejected: number
  /** Holes marked so far, and those of them that are still open. */
  readonly gaps: number
  readonly openGaps: number
  readonly gapsClosed: number
  /** Texts that were put right by the final one. */
  readonly repairs: number
  /** Times that what was missed was fetched. */
  readonly catchUps: number
  /** Sessions whose missed events the server's history told. */
  readonly replayed: number
  /** Sessions whose messages were fetched again because some may have been missed. */
  readonly refetches: number
  readonly feed: FeedCounts
  readonly outbox: OutboxCounts
  /** Null: the dialect has no pings. */
  readonly pong: PongCounts | null
  /** One sample a second, oldest first, the last one ends now; HISTORY_SECONDS of them. */
  readonly history: readonly ActivitySample[]
}

/** Of every server, and of the windows that show them. */
export interface Diagnostics {
  readonly servers: readonly ServerDiagnostics[]
  readonly windows: FeedCounters
}

/** Three minutes show a dead stream, its cut and what came after it; more would make the plot too dense to read. */
export const HISTORY_SECONDS = 180

/** Long enough to calm a burst down, short enough to be "now". */
export const RATE_SECONDS = 5
