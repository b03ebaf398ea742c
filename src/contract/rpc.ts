// The "rpc" port: what a window may ask of the worker. Plain JSON arguments, Results as answers.

import type { Diagnostics } from './diagnostics.ts'
import type { AskID, MessageID, OutboxID, PartID, ServerID, SessionID, SessionRef } from './ids.ts'
import type {
  Catalog,
  FileDiff,
  ModelRef,
  OutboxItem,
  Outgoing,
  PermissionReply,
  PromptPart,
  RemoteKind,
  TextField,
} from './model.ts'
import type { Result } from './result.ts'
import type { Settings } from './settings.ts'

export interface FolderEntry {
  readonly name: string
  readonly path: string
  readonly git: boolean
}

export interface FolderListing {
  readonly path: string
  readonly parent: string | null
  readonly home: string
  readonly entries: readonly FolderEntry[]
}

/** What a folder's own configuration would run when it is opened. */
export interface TrustRequest {
  readonly directory: string
  /** One line each: "plugin ./x.ts", "MCP server github: npx …", "configuration opencode.json". */
  readonly items: readonly string[]
}

export type OpenProjectOutcome =
  | { readonly type: 'opened'; readonly server: ServerID; readonly directory: string }
  | ({ readonly type: 'needs-trust' } & TrustRequest)

export interface Draft {
  readonly text: string
  readonly attachments: readonly PromptPart[]
}

/** A prompt offered on an empty session; the demo's scripted model knows these by their exact words. */
export interface Suggestion {
  readonly id: string
  readonly title: string
  readonly prompt: string
}

export interface Rpc {
  listFolder(args: { server: ServerID; path: string | null }): Promise<Result<FolderListing>>
  openProject(args: {
    server: ServerID | null
    directory: string
    trusted: boolean
  }): Promise<Result<OpenProjectOutcome>>
  closeProject(args: { server: ServerID; directory: string }): Promise<Result<null>>
  startDemo(args: Record<string, never>): Promise<Result<{ server: ServerID; directory: string }>>

  /** What answers at an address, as far as that shows without signing in. */
  detectServer(args: { url: string }): Promise<Result<{ kind: RemoteKind | null }>>
  /** An empty user name is the usual one of the server's kind. */
  addServer(args: {
    url: string
    username: string
    password: string
    name: string
  }): Promise<Result<{ server: ServerID; kind: RemoteKind; version: string }>>
  signIn(args: { server: ServerID; username: string; password: string }): Promise<Result<null>>
  removeServer(args: { server: ServerID }): Promise<Result<null>>
  /** Connect again now, or start our own server again. */
  retryServer(args: { server: ServerID }): Promise<Result<null>>
  stopServer(args: { server: ServerID }): Promise<Result<null>>
  diagnostics(args: Record<string, never>): Promise<Result<Diagnostics>>
  /** The newest lines of the log: no content, no secrets, no paths. */
  logs(args: Record<string, never>): Promise<Result<string>>

  createSession(args: { server: ServerID; directory: string }): Promise<Result<SessionRef>>
  renameSession(args: SessionRef & { title: string }): Promise<Result<null>>
  archiveSession(args: SessionRef & { archived: boolean }): Promise<Result<null>>
  deleteSession(args: SessionRef): Promise<Result<null>>
  markSeen(args: SessionRef): Promise<Result<null>>
  loadOlder(args: SessionRef): Promise<Result<null>>
  /** Fetch again from the server; clears gaps that prove whole. */
  refreshSession(args: SessionRef): Promise<Result<null>>
  sessionDiff(args: SessionRef & { message: MessageID | null }): Promise<Result<readonly FileDiff[]>>

  send(args: {
    id: OutboxID
    server: ServerID
    directory: string
    session: SessionID | null
    /** The message that begins the session this one goes to, while that session is not there yet. */
    after: OutboxID | null
    content: Outgoing
    agent: string | null
    model: ModelRef | null
  }): Promise<Result<OutboxItem>>
  /** Take a waiting or failed item back; its content returns so that it can be edited. */
  withdraw(args: { id: OutboxID }): Promise<Result<OutboxItem>>
  resend(args: { id: OutboxID }): Promise<Result<null>>
  /** Takes back an answer or a title that has not been sent. */
  withdrawCommand(args: { id: OutboxID }): Promise<Result<null>>
  /**
   * This, new titles and the answers below return as soon as they are written down; `command` ops tell
   * what becomes of them. `message`: the newest one that the window shows, so that no later turn is stopped; null: it shows none.
   */
  abort(args: SessionRef & { message: MessageID | null }): Promise<Result<null>>
  replyPermission(
    args: SessionRef & { ask: AskID; reply: PermissionReply; message: string },
  ): Promise<Result<null>>
  /** One list of chosen labels (or free text) per question. */
  replyQuestion(
    args: SessionRef & { ask: AskID; answers: readonly (readonly string[])[] },
  ): Promise<Result<null>>
  rejectQuestion(args: SessionRef & { ask: AskID }): Promise<Result<null>>

  /** A part's whole text as the mirror holds it: for a window that saw a hole. */
  partText(
    args: SessionRef & { part: PartID; field: TextField },
  ): Promise<Result<{ rev: number; text: string }>>
  catalog(args: { server: ServerID; directory: string }): Promise<Result<Catalog>>
  findFiles(args: { server: ServerID; directory: string; query: string }): Promise<Result<readonly string[]>>

  /** `scope`: a session key, or `new:<server>/<directory>` for a prompt that begins one. */
  readDraft(args: { scope: string }): Promise<Result<Draft | null>>
  writeDraft(args: { scope: string; draft: Draft | null }): Promise<Result<null>>
  /** Prompts to offer on an empty session of this server; empty but for the demo's. */
  suggestions(args: { server: ServerID }): Promise<Result<readonly Suggestion[]>>
  /** Prompts sent in a folder, newest first. */
  promptHistory(args: { server: ServerID; directory: string }): Promise<Result<readonly string[]>>

  /** The person has had it before their eyes: it is told to nobody after the next start. */
  awayTold(args: { ids: readonly string[] }): Promise<Result<null>>
  dismissAway(args: { ids: readonly string[] }): Promise<Result<null>>

  readSettings(args: Record<string, never>): Promise<Result<Settings>>
  writeSettings(args: { patch: Partial<Settings> }): Promise<Result<Settings>>
}

/** A call that has not answered by then fails as a value. Starting a server is the slowest thing asked. */
export const RPC_DEADLINE_MS = 30_000
