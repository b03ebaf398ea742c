// The "feed" port between a window and the worker: batches down, acknowledgements and the window's own
// state up. Nothing is sent to a window before its hello.

import type { Epoch, ServerID, SessionRef } from './ids.ts'
import type { Op } from './ops.ts'

/** Per server: the epoch and the low-water seq below which all is applied. */
export type Cursor = Readonly<Record<ServerID, { readonly epoch: Epoch; readonly seq: number }>>

/** What the window shows. It belongs to the window and is sent again at every handshake. */
export interface WindowState {
  readonly active: SessionRef | null
  /** Sessions whose messages the window wants, the active one included. */
  readonly open: readonly SessionRef[]
  readonly visible: boolean
  readonly focused: boolean
}

export type WindowMessage =
  | { readonly type: 'hello'; readonly v: number; readonly cursor: Cursor; readonly state: WindowState }
  | { readonly type: 'ack'; readonly batch: number }
  | { readonly type: 'state'; readonly state: WindowState }

export type FeedMessage =
  /** The other side speaks another contract: load the page again. */
  | { readonly type: 'reload'; readonly v: number }
  | {
      readonly type: 'batch'
      readonly batch: number
      /** Forget everything before applying: this begins a snapshot. */
      readonly reset: boolean
      readonly ops: readonly Op[]
      readonly upTo: Cursor
    }
