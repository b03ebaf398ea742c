// What the outbox and its lanes share.

import type { CommandItem } from '#contract/commands'
import type { OutboxID, ServerID, SessionRef } from '#contract/ids'
import type { Notice, OutboxItem } from '#contract/model'
import type { Clock } from '../clock.ts'
import type { JournalStore } from '../journal/store.ts'
import type { ServerRuntime } from '../servers/runtime.ts'

/** A row as it is now, or its end; `sentTo`: the session that has it, null when it was taken back. */
export type OutboxChange =
  | { readonly type: 'message'; readonly item: OutboxItem }
  | { readonly type: 'message.end'; readonly item: OutboxItem; readonly sentTo: SessionRef | null }
  | { readonly type: 'command'; readonly item: CommandItem }
  | { readonly type: 'command.end'; readonly id: OutboxID }
  /** Something that a person asked for will not happen. */
  | { readonly type: 'said'; readonly notice: Notice }

export interface OutboxOptions {
  readonly journal: JournalStore
  readonly clock: Clock
  readonly runtime: (server: ServerID) => ServerRuntime | null
  /** Comes after the journal has it. */
  readonly onChange: (change: OutboxChange) => void
}
