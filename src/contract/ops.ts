// What the mirror tells a window: small changes to what the window shows. Applying an op twice is
// harmless; a text op says where its text belongs, so a repeat or a hole can be seen.

import type { AwayItem } from './away.ts'
import type { CommandItem } from './commands.ts'
import type { AskID, MessageID, OutboxID, PartID, ServerID, SessionID, SessionRef } from './ids.ts'
import type {
  Ask,
  FileDiff,
  Gap,
  Message,
  Notice,
  OutboxItem,
  Part,
  Project,
  Server,
  Session,
  SessionActivity,
  TextField,
  Todo,
} from './model.ts'

/**
 * Append `text` to a part's field at offset `at` (UTF-16 units), within revision `rev`. A higher `rev`
 * replaces what was there. A surrogate pair is never split between two ops.
 */
export interface TextOp {
  readonly op: 'text'
  readonly server: ServerID
  readonly session: SessionID
  readonly part: PartID
  readonly field: TextField
  readonly rev: number
  readonly at: number
  readonly text: string
}

/** The part has ended: its text must now have this length and hash (text-hash.ts), else ask for it whole. */
export interface TextEndOp {
  readonly op: 'text.end'
  readonly server: ServerID
  readonly session: SessionID
  readonly part: PartID
  readonly field: TextField
  readonly rev: number
  readonly length: number
  readonly hash: number
}

export type StructuralOp =
  | { readonly op: 'server'; readonly server: Server }
  | { readonly op: 'server.remove'; readonly id: ServerID }
  | { readonly op: 'project'; readonly project: Project }
  | { readonly op: 'project.remove'; readonly server: ServerID; readonly directory: string }
  | { readonly op: 'session'; readonly session: Session }
  | { readonly op: 'session.remove'; readonly server: ServerID; readonly id: SessionID }
  | {
      readonly op: 'activity'
      readonly server: ServerID
      readonly id: SessionID
      readonly activity: SessionActivity
    }
  | {
      readonly op: 'diff'
      readonly server: ServerID
      readonly session: SessionID
      readonly files: readonly FileDiff[]
    }
  | {
      readonly op: 'todos'
      readonly server: ServerID
      readonly session: SessionID
      readonly todos: readonly Todo[]
    }
  | { readonly op: 'ask'; readonly server: ServerID; readonly ask: Ask }
  | { readonly op: 'ask.remove'; readonly server: ServerID; readonly id: AskID }
  /**
   * How much of an open session this window now has. `from`: what is shown came from the cache, the
   * server, or nowhere yet. `older`: there are messages before the first one held.
   */
  | {
      readonly op: 'view'
      readonly server: ServerID
      readonly session: SessionID
      readonly from: 'nothing' | 'cache' | 'server'
      readonly older: boolean
      readonly error: string | null
    }
  /** Forget every message of a session held by the window; those that follow are all there are. */
  | { readonly op: 'messages.reset'; readonly server: ServerID; readonly session: SessionID }
  | { readonly op: 'message'; readonly server: ServerID; readonly message: Message }
  | {
      readonly op: 'message.remove'
      readonly server: ServerID
      readonly session: SessionID
      readonly id: MessageID
    }
  | { readonly op: 'part'; readonly server: ServerID; readonly part: Part }
  | {
      readonly op: 'part.remove'
      readonly server: ServerID
      readonly session: SessionID
      readonly message: MessageID
      readonly id: PartID
    }
  /** The gaps of a session as they are now; an empty list clears them. */
  | {
      readonly op: 'gaps'
      readonly server: ServerID
      readonly session: SessionID
      readonly gaps: readonly Gap[]
    }
  | { readonly op: 'outbox'; readonly item: OutboxItem }
  /** Sent and confirmed (in this session), or withdrawn (null). */
  | { readonly op: 'outbox.remove'; readonly id: OutboxID; readonly sentTo: SessionRef | null }
  /** An answer, a Stop or a new title that is not confirmed yet. */
  | { readonly op: 'command'; readonly item: CommandItem }
  | { readonly op: 'command.remove'; readonly id: OutboxID }
  /** All that happened while nobody was there and is not dismissed yet. */
  | { readonly op: 'away'; readonly items: readonly AwayItem[] }
  | { readonly op: 'notice'; readonly notice: Notice }

export type Op = TextOp | TextEndOp | StructuralOp
