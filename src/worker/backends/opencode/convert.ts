// opencode's records in our words. Pure; each function takes a value that wire.ts has accepted.

import type { WholeText } from '#contract/events'
import { askID, messageID, partID, sessionID, type ServerID } from '#contract/ids'
import type {
  Ask,
  FileDiff,
  JsonObject,
  Message,
  MessageError,
  Millis,
  Part,
  Session,
  SessionStatus,
  Tokens,
  ToolState,
} from '#contract/model'
import {
  wireAnyPart,
  wirePart,
  type WireDiffs,
  type WireError,
  type WireMessage,
  type WirePart,
  type WirePermission,
  type WireQuestion,
  type WireSession,
  type WireStatus,
  type WireToolState,
} from './wire.ts'

type WireTokens = NonNullable<WireSession['tokens']>

const toTokens = (tokens: WireTokens): Tokens => ({
  input: tokens.input,
  output: tokens.output,
  reasoning: tokens.reasoning,
  cacheRead: tokens.cache.read,
  cacheWrite: tokens.cache.write,
})

/** opencode says "default" for no variant. */
const toVariant = (variant: string | undefined): string | null =>
  variant && variant !== 'default' ? variant : null

export const toSession = (server: ServerID, wire: WireSession): Session => ({
  server,
  id: sessionID(wire.id),
  directory: wire.directory,
  title: wire.title,
  parent: wire.parentID ? sessionID(wire.parentID) : null,
  created: wire.time.created,
  updated: wire.time.updated,
  // Taking a session out of the archive leaves a 0 (seen): the API takes numbers only.
  archived: wire.time.archived || null,
  agent: wire.agent ?? null,
  model: wire.model
    ? { provider: wire.model.providerID, model: wire.model.id, variant: toVariant(wire.model.variant) }
    : null,
  cost: wire.cost ?? 0,
  tokens: wire.tokens ? toTokens(wire.tokens) : null,
  changes: wire.summary ?? null,
})

/** Some failures come with the server's own stack (seen for a folder that is gone). */
const STACK = /\n\s+at [\s\S]*$/

export const toError = (wire: WireError): MessageError => ({
  name: wire.name,
  message: (wire.data?.message ?? wire.name).replace(STACK, ''),
  statusCode: wire.data?.statusCode ?? null,
  aborted: wire.name === 'MessageAbortedError',
})

export const toDiffs = (wire: WireDiffs): readonly FileDiff[] =>
  wire.map((diff) => ({
    file: diff.file ?? '',
    patch: diff.patch ?? null,
    additions: diff.additions,
    deletions: diff.deletions,
    status: diff.status ?? 'modified',
  }))

export function toMessage(wire: WireMessage): Message {
  const base = { id: messageID(wire.id), session: sessionID(wire.sessionID), created: wire.time.created }
  if (wire.role === 'user') {
    return {
      role: 'user',
      ...base,
      agent: wire.agent ?? null,
      model: wire.model
        ? {
            provider: wire.model.providerID,
            model: wire.model.modelID,
            variant: toVariant(wire.model.variant),
          }
        : null,
      diffs: typeof wire.summary === 'object' ? toDiffs(wire.summary.diffs) : [],
    }
  }
  return {
    role: 'assistant',
    ...base,
    completed: wire.time.completed ?? null,
    parent: messageID(wire.parentID),
    agent: wire.agent ?? null,
    model: { provider: wire.providerID, model: wire.modelID, variant: toVariant(wire.variant) },
    cost: wire.cost,
    tokens: wire.tokens ? toTokens(wire.tokens) : null,
    error: wire.error ? toError(wire.error) : null,
    finish: wire.finish ?? null,
    summary: wire.summary ?? false,
  }
}

/** `busy` carries no start time on the wire; the mirror sets it from the envelope's clock. */
export const toStatus = (wire: WireStatus): SessionStatus =>
  wire.type === 'busy' ? { type: 'busy', since: null } : wire

export interface ConvertedPart {
  readonly part: Part
  readonly text: WholeText | null
}

/** Null when not even a part's ids can be read. */
export function toPart(raw: unknown): ConvertedPart | null {
  const known = wirePart.safeParse(raw)
  if (known.success) return fromKnown(known.data)
  const any = wireAnyPart.safeParse(raw)
  if (!any.success) return null
  const { id, messageID: message, sessionID: session, type } = any.data
  return {
    part: {
      type: 'other',
      kind: type,
      id: partID(id),
      message: messageID(message),
      session: sessionID(session),
    },
    text: null,
  }
}

function fromKnown(wire: WirePart): ConvertedPart {
  const base = { id: partID(wire.id), message: messageID(wire.messageID), session: sessionID(wire.sessionID) }
  switch (wire.type) {
    case 'text': {
      const start = wire.time?.start ?? null
      const end = wire.time?.end ?? null
      // A prompt's text has no times and comes whole; an answer's has a start, and an end once it is whole.
      const final = wire.time === undefined || end !== null
      return {
        part: { type: 'text', ...base, synthetic: wire.synthetic ?? false, start, end },
        text: { field: 'text', text: wire.text, final },
      }
    }
    case 'reasoning': {
      const end = wire.time.end ?? null
      return {
        part: { type: 'reasoning', ...base, start: wire.time.start, end },
        text: { field: 'text', text: wire.text, final: end !== null },
      }
    }
    case 'tool':
      return {
        part: { type: 'tool', ...base, call: wire.callID, tool: wire.tool, state: toToolState(wire.state) },
        text: toolText(wire.state),
      }
    case 'file':
      return {
        part: { type: 'file', ...base, mime: wire.mime, filename: wire.filename ?? null, url: wire.url },
        text: null,
      }
    case 'agent':
      return { part: { type: 'agent', ...base, name: wire.name }, text: null }
    case 'subtask':
      return {
        part: {
          type: 'subtask',
          ...base,
          agent: wire.agent,
          description: wire.description,
          prompt: wire.prompt,
        },
        text: null,
      }
    case 'step-finish':
      return {
        part: {
          type: 'step-finish',
          ...base,
          reason: wire.reason,
          cost: wire.cost,
          tokens: toTokens(wire.tokens),
        },
        text: null,
      }
    case 'patch':
      return { part: { type: 'patch', ...base, files: wire.files }, text: null }
    case 'retry':
      return {
        part: {
          type: 'retry',
          ...base,
          attempt: wire.attempt,
          error: toError(wire.error),
          at: wire.time.created,
        },
        text: null,
      }
    case 'compaction':
      return { part: { type: 'compaction', ...base, auto: wire.auto }, text: null }
  }
}

/** The output is a text field of its own (it grows); metadata would carry it a second time. */
function withoutOutput(metadata: JsonObject): JsonObject {
  if (!('output' in metadata)) return metadata
  const { output: _, ...rest } = metadata
  return rest
}

function toToolState(wire: WireToolState): ToolState {
  switch (wire.status) {
    case 'pending':
      return { status: 'pending', input: wire.input }
    case 'running':
      return {
        status: 'running',
        input: wire.input,
        title: wire.title ?? null,
        metadata: withoutOutput(wire.metadata),
        start: wire.time.start,
      }
    case 'completed':
      return {
        status: 'completed',
        input: wire.input,
        title: wire.title,
        metadata: withoutOutput(wire.metadata),
        start: wire.time.start,
        end: wire.time.end,
        attachments: (wire.attachments ?? []).map((file) => ({ ...file, filename: file.filename ?? null })),
      }
    case 'error':
      return {
        status: 'error',
        input: wire.input,
        error: wire.error,
        metadata: withoutOutput(wire.metadata),
        start: wire.time.start,
        end: wire.time.end,
      }
  }
}

function toolText(wire: WireToolState): WholeText | null {
  if (wire.status === 'pending') return null
  const output = wire.metadata['output']
  if (wire.status === 'completed') {
    // A shell's own output, as it streamed; `output` may carry notes for the model after it.
    return { field: 'output', text: typeof output === 'string' ? output : wire.output, final: true }
  }
  if (typeof output !== 'string')
    return wire.status === 'error' ? { field: 'output', text: '', final: true } : null
  return { field: 'output', text: output, final: wire.status === 'error' }
}

const toToolRef = (tool: { messageID: string; callID: string } | undefined) =>
  tool ? { message: messageID(tool.messageID), call: tool.callID } : null

export const toPermissionAsk = (wire: WirePermission, asked: Millis): Ask => ({
  kind: 'permission',
  id: askID(wire.id),
  session: sessionID(wire.sessionID),
  asked,
  permission: wire.permission,
  patterns: wire.patterns,
  always: wire.always,
  metadata: wire.metadata,
  tool: toToolRef(wire.tool),
})

export const toQuestionAsk = (wire: WireQuestion, asked: Millis): Ask => ({
  kind: 'question',
  id: askID(wire.id),
  session: sessionID(wire.sessionID),
  asked,
  questions: wire.questions.map((question) => ({
    question: question.question,
    header: question.header,
    options: question.options,
    multiple: question.multiple ?? false,
    // opencode takes a free answer unless the question forbids it.
    custom: question.custom ?? true,
  })),
  tool: toToolRef(wire.tool),
})
