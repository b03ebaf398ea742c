// What the worker needs of a server, whatever dialect it speaks. A dialect's own heartbeats, sign-in and
// silence limit stay behind this: no caller can forget to answer them.

import type { PongCounts } from '#contract/diagnostics'
import type { FetchedMessage, MissedEvent, ServerEvent } from '#contract/events'
import type { AskID, MessageID, SessionID } from '#contract/ids'
import type {
  Ask,
  Catalog,
  FileDiff,
  FolderRun,
  Message,
  Millis,
  ModelRef,
  PermissionReply,
  Session,
  SessionStatus,
  Todo,
} from '#contract/model'
import type { Result } from '#contract/result'
import type { FolderListing } from '#contract/rpc'

/** Where a server is and what a person signs in with; held in memory only. */
export interface ServerAccess {
  readonly url: string
  readonly username: string
  readonly password: string
}

export type WirePromptPart =
  | { readonly type: 'text'; readonly id: string; readonly text: string }
  | {
      readonly type: 'file'
      readonly id: string
      readonly mime: string
      readonly filename: string
      readonly url: string
    }
  | { readonly type: 'agent'; readonly id: string; readonly name: string }

export interface PromptBody {
  readonly messageID: MessageID
  readonly agent: string | null
  readonly model: ModelRef | null
  readonly parts: readonly WirePromptPart[]
}

export interface CommandBody extends PromptBody {
  readonly command: string
  readonly arguments: string
}

export interface MessagesPage {
  readonly messages: readonly FetchedMessage[]
  readonly older: boolean
}

/** What can be asked of a server. None rejects; each has a time limit. */
export interface BackendCalls {
  sessions(directory: string, limit: number): Promise<Result<readonly Session[]>>
  session(id: SessionID): Promise<Result<Session>>
  createSession(directory: string): Promise<Result<Session>>
  renameSession(id: SessionID, title: string): Promise<Result<null>>
  archiveSession(id: SessionID, archived: number): Promise<Result<null>>
  deleteSession(id: SessionID): Promise<Result<null>>
  abort(id: SessionID): Promise<Result<null>>
  /** Every session of the folder that is not idle. */
  statuses(directory: string): Promise<Result<readonly (readonly [SessionID, SessionStatus])[]>>
  asks(directory: string, now: number): Promise<Result<readonly Ask[]>>
  messages(id: SessionID, limit: number, before: Message | null): Promise<Result<MessagesPage>>
  message(session: SessionID, id: MessageID): Promise<Result<FetchedMessage>>
  todos(id: SessionID): Promise<Result<readonly Todo[]>>
  diff(id: SessionID, message: MessageID | null): Promise<Result<readonly FileDiff[]>>
  prompt(id: SessionID, body: PromptBody): Promise<Result<null>>
  /** Answers when the command's whole turn has ended; the caller need not wait for it. */
  command(id: SessionID, body: CommandBody): Promise<Result<null>>
  shell(
    id: SessionID,
    message: MessageID,
    agent: string,
    command: string,
    ref: ModelRef | null,
  ): Promise<Result<null>>
  replyPermission(
    ask: AskID,
    directory: string,
    reply: PermissionReply,
    message: string,
  ): Promise<Result<null>>
  replyQuestion(ask: AskID, directory: string, answers: readonly (readonly string[])[]): Promise<Result<null>>
  rejectQuestion(ask: AskID, directory: string): Promise<Result<null>>
  catalog(directory: string): Promise<Result<Catalog>>
  findFiles(directory: string, query: string): Promise<Result<readonly string[]>>
  /** @param path absolute on the server's machine; null for where browsing begins */
  listFolder(path: string | null): Promise<Result<FolderListing>>
}

/** One attempt at the server's event stream; a new one is made for each. */
export interface StreamAttempt {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** This long without a byte is a dead stream. */
  readonly silenceMs: number
  /** The dialect says something the moment a stream opens. */
  readonly speaksFirst: boolean
  /** Where it does not: its first word, as a ping, comes within this. */
  readonly firstWordMs?: number
  /** `name`: the frame's `event:` field. Heartbeats are answered in here, at once. */
  onEvent(data: string, name: string | null, at: Millis): readonly ServerEvent[]
  /** It answered 401: true when another attempt may sign in anew and fare better. */
  mayRenew(): boolean
  /** The attempt is over, however it ended. */
  dispose(): void
}

/** What a server keeps of the past, for what a cut stream did not tell. */
export interface BackendHistory {
  /** From here on events may be missing. */
  cut(): void
  /** What was missed since, as far as it is durable; a session that is not among them may lack something. */
  missed(): Promise<Result<readonly MissedSession[]>>
}

export interface MissedSession {
  readonly session: SessionID
  /** Each record as it last was; none: nothing was missed. */
  readonly events: readonly MissedEvent[]
}

export interface BackendCounts {
  readonly events: number
  readonly rejected: number
  readonly duplicates: number
  readonly unknown: Readonly<Record<string, number>>
  /** Null where the dialect has no heartbeats to answer. */
  readonly pong: PongCounts | null
}

export interface IdMaker {
  /** One that sorts behind `after`, whatever our clock says. */
  message(after?: string): string
  part(): string
}

export interface Backend {
  readonly calls: BackendCalls
  readonly ids: IdMaker
  /** Null: the server keeps none that can be asked for. */
  readonly history: BackendHistory | null
  setAccess(access: ServerAccess | null): void
  /** What must be done before a stream can be opened, as a sign-in; null: nothing. */
  prepare(): Promise<Result<null>> | null
  openAttempt(): StreamAttempt
  /** The stream is open: what it does not tell of the server itself; its folders are asked about after that. */
  afterOpen(): Promise<void> | null
  /** No stream tells which folders the server has: they are asked for; null: they are known without. */
  listFolders(): Promise<Result<null>> | null
  /** A person opens a folder. The value is the folder as the server names it; it may still be starting. */
  openFolder(directory: string): Promise<Result<string>>
  closeFolder(directory: string): void
  counts(): BackendCounts
  /** A text without the server's secrets. */
  clean(text: string): string
  /** How far the server's clock, which dates its rows, is ahead of ours. */
  clockOffsetMs(): number
  close(): void
}

/** What a backend may do by itself, between the events of its stream. */
export interface BackendHost {
  dispatch(event: ServerEvent): void
  /** What came can't be trusted, or the stream is known to be dead: it is opened again. */
  distrust(reason: string): void
  /** Events of this folder may have been missed, the rest of the stream is whole. */
  catchUp(directory: string): void
  /** How a folder's own process is; null: the server has none. Folders nobody knew are shown from now on. */
  showFolder(directory: string, run: FolderRun | null): void
  /** Those that are shown. */
  folders(): readonly string[]
  noteVersion(version: string): void
  /** Where a session lives, as far as it is known. */
  directoryOf(session: SessionID): string | null
}
