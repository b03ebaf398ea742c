// opencode's own records, as far as the double fills them (seen on 1.18.33).

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export interface SessionInfo {
  readonly id: string
  readonly slug: string
  readonly version: string
  readonly projectID: string
  readonly directory: string
  readonly path: string
  readonly title: string
  readonly agent?: string
  readonly model?: { readonly id: string; readonly providerID: string; readonly variant: string }
  readonly cost: number
  readonly tokens: JsonObject
  readonly time: { readonly created: number; readonly updated: number; readonly archived?: number }
}

export interface UserInfo {
  readonly id: string
  readonly role: 'user'
  readonly sessionID: string
  readonly time: { readonly created: number }
  readonly agent: string
  readonly model: { readonly providerID: string; readonly modelID: string }
  readonly summary?: { readonly diffs: readonly Json[] }
}

export interface AssistantInfo {
  readonly id: string
  readonly role: 'assistant'
  readonly sessionID: string
  readonly parentID: string
  readonly time: { readonly created: number; readonly completed?: number }
  readonly mode: string
  readonly agent: string
  readonly path: { readonly cwd: string; readonly root: string }
  readonly cost: number
  readonly tokens: JsonObject
  readonly modelID: string
  readonly providerID: string
  readonly error?: { readonly name: string; readonly data: JsonObject }
  readonly finish?: string
}

export type MessageInfo = UserInfo | AssistantInfo

export type PartInfo = {
  readonly id: string
  readonly messageID: string
  readonly sessionID: string
  readonly type: string
} & JsonObject

export type StatusInfo = { readonly type: 'idle' } | { readonly type: 'busy' }

/** A pending ask as `/permission` or `/question` lists it. */
export interface AskInfo {
  readonly kind: 'permission' | 'question'
  readonly directory: string
  readonly info: { readonly id: string; readonly sessionID: string } & JsonObject
}

/** One row of `POST /sync/history`. */
export interface SyncRow {
  readonly id: string
  readonly aggregate_id: string
  readonly seq: number
  readonly type: string
  readonly data: JsonObject
}

/** What the model does in a turn, in order. */
export type TurnStep =
  | { readonly type: 'text' | 'reasoning'; readonly deltas: readonly string[] }
  | {
      readonly type: 'tool'
      readonly tool: string
      readonly input: JsonObject
      /** Pieces of output as they grow. */
      readonly output: readonly string[]
      readonly permission?: {
        readonly permission: string
        readonly patterns: readonly string[]
        readonly always: readonly string[]
      }
    }
  | { readonly type: 'question'; readonly questions: readonly JsonObject[] }
  /** The model's answer ends in tool calls and another message of the same turn begins. */
  | { readonly type: 'next-message' }
