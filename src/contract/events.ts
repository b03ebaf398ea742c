// What a backend makes of a server's bytes, and what a fetch brings: the only thing the mirror folds.

import type { AskID, Epoch, MessageID, PartID, ServerID, SessionID } from './ids.ts'
import type {
  Ask,
  Connection,
  FileDiff,
  GapReason,
  Message,
  MessageError,
  Millis,
  Part,
  PermissionReply,
  Project,
  Session,
  SessionStatus,
  TextField,
  Todo,
} from './model.ts'

/** A whole text that came with a part. `final`: the part has ended, so this is the stored text. */
export interface WholeText {
  readonly field: TextField
  readonly text: string
  readonly final: boolean
}

export interface FetchedMessage {
  readonly message: Message
  readonly parts: readonly { readonly part: Part; readonly text: WholeText | null }[]
}

export type ServerEvent =
  | {
      readonly type: 'connection'
      readonly connection: Connection
      readonly url: string | null
      readonly version: string | null
    }
  | { readonly type: 'project.upsert'; readonly project: Project }
  | { readonly type: 'project.remove'; readonly directory: string }
  | { readonly type: 'session.upsert'; readonly session: Session }
  | { readonly type: 'session.remove'; readonly session: SessionID }
  | { readonly type: 'session.status'; readonly session: SessionID; readonly status: SessionStatus }
  | { readonly type: 'session.error'; readonly session: SessionID | null; readonly error: MessageError }
  | { readonly type: 'session.diff'; readonly session: SessionID; readonly files: readonly FileDiff[] }
  | { readonly type: 'session.seen'; readonly session: SessionID }
  /** Something happened there that no event told. */
  | { readonly type: 'session.unread'; readonly session: SessionID }
  | { readonly type: 'session.elsewhere'; readonly session: SessionID; readonly active: boolean }
  | { readonly type: 'message.upsert'; readonly message: Message }
  | { readonly type: 'message.remove'; readonly session: SessionID; readonly message: MessageID }
  | { readonly type: 'part.upsert'; readonly part: Part; readonly text: WholeText | null }
  | {
      readonly type: 'part.remove'
      readonly session: SessionID
      readonly message: MessageID
      readonly part: PartID
    }
  | {
      readonly type: 'part.delta'
      readonly session: SessionID
      readonly message: MessageID
      readonly part: PartID
      readonly field: TextField
      readonly delta: string
    }
  | { readonly type: 'todo'; readonly session: SessionID; readonly todos: readonly Todo[] }
  | { readonly type: 'ask.upsert'; readonly ask: Ask }
  | {
      readonly type: 'ask.settled'
      readonly ask: AskID
      readonly session: SessionID
      readonly reply: PermissionReply | 'answered' | 'gone'
    }
  /**
   * Every session of a folder as fetched just now: those not listed are gone. `since`, here and below: our
   * clock when the fetch began; what the stream said after that is newer than the answer.
   */
  | {
      readonly type: 'fetched.sessions'
      readonly directory: string
      readonly since: Millis
      readonly sessions: readonly Session[]
      readonly whole: boolean
    }
  /** Every non-idle session of a folder. */
  | {
      readonly type: 'fetched.statuses'
      readonly directory: string
      readonly since: Millis
      readonly statuses: readonly (readonly [SessionID, SessionStatus])[]
    }
  | {
      readonly type: 'fetched.asks'
      readonly directory: string
      readonly since: Millis
      readonly asks: readonly Ask[]
    }
  /**
   * A page of messages, oldest first. `newest`: it reaches to the newest message, so anything newer that
   * we hold and it lacks is gone. `older`: there are messages before its first one.
   */
  | {
      readonly type: 'fetched.messages'
      readonly session: SessionID
      readonly since: Millis
      readonly messages: readonly FetchedMessage[]
      readonly newest: boolean
      readonly older: boolean
      readonly source: 'server' | 'cache'
    }
  /**
   * What the server's own history holds since the last event of the stream before a cut, each record as it
   * last was. Nothing durable is missing after it.
   */
  | {
      readonly type: 'fetched.history'
      readonly session: SessionID
      readonly since: Millis
      readonly events: readonly MissedEvent[]
    }
  /** Idle, and its messages were read back after that: what has not ended never will. */
  | { readonly type: 'session.abandoned'; readonly session: SessionID }
  /** Nobody looks at its messages and the cache has them: they leave memory. */
  | { readonly type: 'session.released'; readonly session: SessionID }
  /** The stream was cut and is back: what streamed meanwhile may be missing until a fetch says otherwise. */
  | {
      readonly type: 'stream.cut'
      readonly reason: GapReason
      /** Only this folder's events were cut. */
      readonly directory?: string
    }
  | { readonly type: 'unknown'; readonly kind: string }

/** The kinds of events that a server keeps. */
export type MissedEvent = Extract<
  ServerEvent,
  {
    readonly type: 'session.upsert' | 'message.upsert' | 'message.remove' | 'part.upsert' | 'part.remove'
  }
>

export interface Envelope {
  readonly v: number
  readonly server: ServerID
  readonly epoch: Epoch
  /** Counts envelopes within the epoch, from 1. */
  readonly seq: number
  /** Our clock when the bytes arrived. */
  readonly at: Millis
  readonly event: ServerEvent
}
