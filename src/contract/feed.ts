// The "feed" port between a window and the worker: batches down, acknowledgements and the window's own
// state up. Nothing is sent to a window before its hello.

import { serverID, type Epoch, type ServerID, type SessionRef } from './ids.ts'
import type { Op } from './ops.ts'

/**
 * Per server: the epoch and the low-water seq below which all is applied. What belongs to no server (outbox,
 * notices, servers that come and go) has a row of its own, `WORKER_ROW`.
 */
export type Cursor = Readonly<Record<ServerID, { readonly epoch: Epoch; readonly seq: number }>>

/** No server has this id. */
export const WORKER_ROW = serverID('')

/** What the window shows. It belongs to the window and is sent again at every handshake. */
export interface WindowState {
  readonly active: SessionRef | null
  /** Sessions whose messages the window wants, the active one included. */
  readonly open: readonly SessionRef[]
  readonly visible: boolean
  readonly focused: boolean
}

export interface Hello {
  readonly type: 'hello'
  readonly v: number
  readonly cursor: Cursor
  /** Sessions whose content the window holds whole up to the cursor. */
  readonly held?: readonly SessionRef[] | undefined
  readonly state: WindowState
}

export type WindowMessage =
  | Hello
  /** Sent on receipt, not when applied: a hidden window's timers are slow. */
  | { readonly type: 'ack'; readonly batch: number }
  | { readonly type: 'state'; readonly state: WindowState }

export interface FeedBatch {
  readonly type: 'batch'
  /** Counts from 1 on each port. */
  readonly batch: number
  /** Forget everything before applying: this begins a snapshot. */
  readonly reset: boolean
  /** Part of a snapshot or replay that goes on: applied alone it could show less than there was. */
  readonly more: boolean
  /** How many states the window had sent on this port, its hello's not counted, when this was made. */
  readonly states: number
  readonly ops: readonly Op[]
  /** A piece of one op that is larger than a batch; such a batch carries nothing else. */
  readonly piece?: OpPiece
  /** Empty when nothing is known to be applied whole. */
  readonly upTo: Cursor
}

/** The pieces of an op come in order and make its JSON together; other batches may come between them. */
export interface OpPiece {
  readonly op: number
  readonly json: string
  readonly last: boolean
}

export type FeedMessage =
  /** The other side speaks another contract: load the page again. */
  { readonly type: 'reload'; readonly v: number } | FeedBatch

/** What windows cost beside what they were sent; a hub's sum runs over all windows since it began. */
export interface FeedCounters {
  readonly snapshots: number
  /** Windows that came back and were given what they lacked. */
  readonly replays: number
  /** Backlogs dropped because the window was too slow; each is followed by a snapshot. */
  readonly overflows: number
  /** Messages of a window that could not be read. */
  readonly rejected: number
  /** Held just now. */
  readonly pendingBytes: number
}
