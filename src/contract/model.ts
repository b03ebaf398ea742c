// What a server holds, in our own words: dialect-neutral, plain JSON. Growing text is not in here: it
// travels as text ops (ops.ts) and lives beside these records.

import type { AskID, MessageID, OutboxID, PartID, ServerID, SessionID } from './ids.ts'

/** Epoch milliseconds, as the server's clock or ours says (each field names which where it matters). */
export type Millis = number

/** `url`: an opencode server by its address. `codenomad`: a CodeNomad server by its address. */
export type ServerKind = 'bundled' | 'path' | 'url' | 'codenomad' | 'demo'

/** What can be added by its address. */
export type RemoteKind = Extract<ServerKind, 'url' | 'codenomad'>

/** What each calls its only person when nothing else is set. */
export const USUAL_USERS: Readonly<Record<RemoteKind, string>> = { url: 'opencode', codenomad: 'codenomad' }

/** A server added by its address: it and its folders are on a machine that is not ours to look at. */
export const isRemote = (kind: ServerKind): boolean => kind === 'url' || kind === 'codenomad'

export type Connection =
  | { readonly state: 'live'; readonly since: Millis }
  | {
      readonly state: 'connecting'
      readonly attempt: number
      readonly nextAt: Millis | null
      readonly reason: string | null
    }
  /** No stream can be had, plain calls work. `everyMs`: what is in front; `reason`: why there is no stream. */
  | {
      readonly state: 'polling'
      readonly everyMs: number
      readonly since: Millis
      readonly reason: string | null
    }
  | { readonly state: 'offline'; readonly since: Millis; readonly reason: string }
  | { readonly state: 'starting'; readonly since: Millis; readonly attempt: number }
  | {
      readonly state: 'stopped'
      readonly since: Millis
      readonly reason: string
      /** Nothing has needed it yet: no cause for alarm. */
      readonly neverStarted?: true
    }
  | { readonly state: 'unauthorized'; readonly since: Millis; readonly reason: string }

export type ConnectionState = Connection['state']

export interface Server {
  readonly id: ServerID
  readonly kind: ServerKind
  readonly name: string
  /** Without credentials; null while our own server has no port yet. */
  readonly url: string | null
  readonly version: string | null
  readonly connection: Connection
}

/** A folder opened on a server. */
export interface Project {
  readonly server: ServerID
  /** Absolute path on the server's machine; the project's key within its server. */
  readonly directory: string
  readonly name: string
  /** When this person last opened it here. */
  readonly openedAt: Millis
  /** False: the folder can't be read just now. */
  readonly reachable: boolean
  /** Only on servers that run a process of its own for each folder, which can fail alone. */
  readonly run?: FolderRun
}

/** How a folder's own process on its server is, as far as the server or its silence has told. */
export type FolderRun =
  | { readonly state: 'unknown' }
  | { readonly state: 'starting'; readonly since: Millis }
  | { readonly state: 'live' }
  /** It has fallen silent, or the server has lost it: what is shown may be out of date. */
  | { readonly state: 'stalled'; readonly since: Millis; readonly reason: string }
  /** `tail`: the last things it complained of. */
  | { readonly state: 'error'; readonly reason: string; readonly tail: readonly string[] }
  | { readonly state: 'stopped' }

export interface Tokens {
  readonly input: number
  readonly output: number
  readonly reasoning: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

export interface ModelRef {
  readonly provider: string
  readonly model: string
  readonly variant: string | null
}

export interface Session {
  readonly server: ServerID
  readonly id: SessionID
  readonly directory: string
  readonly title: string
  /** Child sessions (subagents) name their parent. */
  readonly parent: SessionID | null
  readonly created: Millis
  readonly updated: Millis
  readonly archived: Millis | null
  readonly agent: string | null
  readonly model: ModelRef | null
  readonly cost: number
  readonly tokens: Tokens | null
  readonly changes: { readonly additions: number; readonly deletions: number; readonly files: number } | null
}

export type SessionStatus =
  | { readonly type: 'idle' }
  | { readonly type: 'busy'; readonly since: Millis | null }
  | { readonly type: 'retry'; readonly attempt: number; readonly message: string; readonly next: Millis }

/** What the worker knows of a session beyond the server's record. */
export interface SessionActivity {
  readonly status: SessionStatus
  /** A turn ended, or something was asked, since a person last looked at it. */
  readonly unread: boolean
  /** The last turn ended in this error; cleared by the next prompt. */
  readonly error: MessageError | null
  /** Rows changed without an event: another program works on the same data. */
  readonly activeElsewhere: boolean
}

export interface MessageError {
  readonly name: string
  readonly message: string
  readonly statusCode: number | null
  readonly aborted: boolean
}

export interface UserMessage {
  readonly role: 'user'
  readonly id: MessageID
  readonly session: SessionID
  readonly created: Millis
  readonly agent: string | null
  readonly model: ModelRef | null
  /** Files changed by the turn that this message began, as the server counts them at its end. */
  readonly diffs: readonly FileDiff[]
}

export interface AssistantMessage {
  readonly role: 'assistant'
  readonly id: MessageID
  readonly session: SessionID
  readonly created: Millis
  readonly completed: Millis | null
  /** The user message it answers. */
  readonly parent: MessageID
  readonly agent: string | null
  readonly model: ModelRef | null
  readonly cost: number
  readonly tokens: Tokens | null
  readonly error: MessageError | null
  readonly finish: string | null
  /** True for the summary that a compaction writes. */
  readonly summary: boolean
}

export type Message = UserMessage | AssistantMessage

export interface FileDiff {
  readonly file: string
  /** Unified diff; null when the server sends counts only. */
  readonly patch: string | null
  readonly additions: number
  readonly deletions: number
  readonly status: 'added' | 'deleted' | 'modified'
}

interface PartBase {
  readonly id: PartID
  readonly message: MessageID
  readonly session: SessionID
}

/** Plain JSON as a tool defines it; readers check each field they use. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export type ToolState =
  | { readonly status: 'pending'; readonly input: JsonObject }
  | {
      readonly status: 'running'
      readonly input: JsonObject
      readonly title: string | null
      readonly metadata: JsonObject
      readonly start: Millis
    }
  | {
      readonly status: 'completed'
      readonly input: JsonObject
      readonly title: string
      readonly metadata: JsonObject
      readonly start: Millis
      readonly end: Millis
      readonly attachments: readonly Attachment[]
    }
  | {
      readonly status: 'error'
      readonly input: JsonObject
      readonly error: string
      readonly metadata: JsonObject
      readonly start: Millis
      readonly end: Millis
    }

export interface Attachment {
  readonly mime: string
  readonly filename: string | null
  /** file:, data: or http(s): URL as the server gives it. */
  readonly url: string
}

/** Text field `text`. */
export type TextPart = PartBase & {
  readonly type: 'text'
  /** Added by the server (a file's content, a reminder), not written by a person or model. */
  readonly synthetic: boolean
  readonly start: Millis | null
  readonly end: Millis | null
}
/** Text field `text`. */
export type ReasoningPart = PartBase & {
  readonly type: 'reasoning'
  readonly start: Millis
  readonly end: Millis | null
}
/** Text field `output`: a shell's output while it grows, any tool's output once it is there. */
export type ToolPart = PartBase & {
  readonly type: 'tool'
  readonly call: string
  readonly tool: string
  readonly state: ToolState
}
export type FilePart = PartBase & { readonly type: 'file' } & Attachment
export type AgentPart = PartBase & { readonly type: 'agent'; readonly name: string }
export type SubtaskPart = PartBase & {
  readonly type: 'subtask'
  readonly agent: string
  readonly description: string
  readonly prompt: string
}
export type StepFinishPart = PartBase & {
  readonly type: 'step-finish'
  readonly reason: string
  readonly cost: number
  readonly tokens: Tokens
}
export type PatchPart = PartBase & { readonly type: 'patch'; readonly files: readonly string[] }
export type RetryPart = PartBase & {
  readonly type: 'retry'
  readonly attempt: number
  readonly error: MessageError
  readonly at: Millis
}
export type CompactionPart = PartBase & { readonly type: 'compaction'; readonly auto: boolean }
/** step-start, snapshot, and kinds newer than this program: kept so that nothing is lost, not shown. */
export type OtherPart = PartBase & { readonly type: 'other'; readonly kind: string }

export type Part =
  | TextPart
  | ReasoningPart
  | ToolPart
  | FilePart
  | AgentPart
  | SubtaskPart
  | StepFinishPart
  | PatchPart
  | RetryPart
  | CompactionPart
  | OtherPart

/** Which growing text of a part: `text` of text and reasoning parts, `output` of tools. */
export type TextField = 'text' | 'output'

export interface Todo {
  readonly content: string
  readonly status: string
  readonly priority: string
}

export interface PermissionAsk {
  readonly kind: 'permission'
  readonly id: AskID
  readonly session: SessionID
  readonly asked: Millis
  /** edit, bash, webfetch, … */
  readonly permission: string
  readonly patterns: readonly string[]
  /** What "always" would allow from now on. */
  readonly always: readonly string[]
  readonly metadata: JsonObject
  readonly tool: { readonly message: MessageID; readonly call: string } | null
}

export interface QuestionOption {
  readonly label: string
  readonly description: string
}

export interface Question {
  readonly question: string
  readonly header: string
  readonly options: readonly QuestionOption[]
  readonly multiple: boolean
  /** A free answer is allowed too. */
  readonly custom: boolean
}

export interface QuestionAsk {
  readonly kind: 'question'
  readonly id: AskID
  readonly session: SessionID
  readonly asked: Millis
  readonly questions: readonly Question[]
  readonly tool: { readonly message: MessageID; readonly call: string } | null
}

export type Ask = PermissionAsk | QuestionAsk
export type PermissionReply = 'once' | 'always' | 'reject'

/** `server-lost`: the server itself has no more of it and works on it no longer. */
export type GapReason = 'reconnect' | 'unfinished-text' | 'dropped' | 'other-program' | 'server-lost'

/** Something may be missing here; it clears only when a fetch proves it whole. */
export interface Gap {
  readonly session: SessionID
  /** Null: whole messages of the session may be missing. */
  readonly part: PartID | null
  readonly reason: GapReason
  readonly since: Millis
}

export type PromptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file'; readonly mime: string; readonly filename: string; readonly url: string }
  | { readonly type: 'agent'; readonly name: string }

/** What a person sends: a prompt, a slash command, or a shell line. */
export type Outgoing =
  | { readonly type: 'prompt'; readonly parts: readonly PromptPart[] }
  | {
      readonly type: 'command'
      readonly command: string
      readonly arguments: string
      readonly parts: readonly PromptPart[]
    }
  | { readonly type: 'shell'; readonly command: string }

export interface OutboxItem {
  readonly id: OutboxID
  readonly server: ServerID
  readonly directory: string
  /** Null until the session that this prompt begins has been made. */
  readonly session: SessionID | null
  readonly content: Outgoing
  readonly agent: string | null
  readonly model: ModelRef | null
  readonly created: Millis
  readonly state:
    | { readonly type: 'waiting-server' }
    | { readonly type: 'waiting-turn' }
    /** The server is too busy just now; it is tried again by itself. */
    | { readonly type: 'waiting-retry'; readonly until: Millis }
    | { readonly type: 'sending' }
    | { readonly type: 'failed'; readonly message: string }
}

export type NoticeTone = 'info' | 'success' | 'warning' | 'danger'

/** Something that happened and that a person should read once. */
export interface Notice {
  readonly id: string
  readonly at: Millis
  readonly tone: NoticeTone
  readonly text: string
  readonly server: ServerID | null
  readonly session: SessionID | null
  /** A folder of the server that waits to be opened by a person. */
  readonly directory: string | null
}

export interface CatalogModel {
  readonly provider: string
  readonly providerName: string
  readonly id: string
  readonly name: string
  readonly variants: readonly string[]
  readonly context: number
  readonly reasoning: boolean
  readonly attachments: boolean
  readonly images: boolean
}

export interface CatalogAgent {
  readonly name: string
  readonly description: string
  readonly mode: 'primary' | 'subagent' | 'all'
  readonly hidden: boolean
  readonly model: ModelRef | null
}

export interface CatalogCommand {
  readonly name: string
  readonly description: string
  readonly source: 'command' | 'mcp' | 'skill'
  readonly takesArguments: boolean
}

/** What can be chosen in a folder of a server. */
export interface Catalog {
  readonly models: readonly CatalogModel[]
  readonly defaultModel: ModelRef | null
  readonly agents: readonly CatalogAgent[]
  readonly commands: readonly CatalogCommand[]
}
