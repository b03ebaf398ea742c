// What a person asks of a server beside prompts: answers, Stop, new titles. Written down, then sent, until
// the server's own state confirms it.

import type { AskID, MessageID, OutboxID, ServerID, SessionID } from './ids.ts'
import type { Millis, PermissionReply } from './model.ts'

export type Command =
  | {
      readonly type: 'permission'
      readonly ask: AskID
      readonly reply: PermissionReply
      /** The reason of a rejection, or nothing. */
      readonly message: string
    }
  /** One list of chosen labels (or free text) per question. */
  | { readonly type: 'question'; readonly ask: AskID; readonly answers: readonly (readonly string[])[] }
  | { readonly type: 'reject-question'; readonly ask: AskID }
  /** `turn`: the prompt whose turn is meant; null where nothing of the session is held. */
  | { readonly type: 'abort'; readonly turn: MessageID | null }
  | { readonly type: 'rename'; readonly title: string }

export interface CommandItem {
  readonly id: OutboxID
  readonly server: ServerID
  readonly session: SessionID
  readonly command: Command
  readonly created: Millis
  readonly state:
    | { readonly type: 'waiting-server' }
    | { readonly type: 'waiting-retry'; readonly until: Millis }
    | { readonly type: 'sending' }
    | { readonly type: 'failed'; readonly message: string }
}
