// What happened while nobody was there: no window, or no worker. Told once.

import type { AskID, ServerID, SessionID } from './ids.ts'
import type { Millis } from './model.ts'

/**
 * ended: a turn came to its end; failed: in an error; interrupted: its server died under it; asked: something
 * waits for an answer; unsent: a message was refused; crashed: a server ended by itself.
 */
export type AwayKind = 'ended' | 'failed' | 'interrupted' | 'asked' | 'unsent' | 'crashed'

export interface AwayItem {
  readonly id: string
  readonly kind: AwayKind
  readonly at: Millis
  readonly server: ServerID
  /** Null: it concerns the whole server, or a session that is not there yet. */
  readonly session: SessionID | null
  /** asked only: once it is answered there is nothing left to tell. */
  readonly ask: AskID | null
  /** The error's own words, or nothing. */
  readonly text: string
}
