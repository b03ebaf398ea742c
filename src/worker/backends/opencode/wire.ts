// opencode's v1 JSON as seen on 1.18.33 (GET /doc and recorded streams). Loose on purpose: a field we
// don't use may be missing or new; a field we do use and can't read makes the value unknown, not fatal.

import * as z from 'zod'

const tokens = z.object({
  input: z.number(),
  output: z.number(),
  reasoning: z.number().default(0),
  cache: z.object({ read: z.number(), write: z.number() }).default({ read: 0, write: 0 }),
})

const snapshotDiff = z.object({
  file: z.string().optional(),
  patch: z.string().optional(),
  additions: z.number(),
  deletions: z.number(),
  status: z.enum(['added', 'deleted', 'modified']).optional(),
})

export const wireSession = z.object({
  id: z.string(),
  directory: z.string(),
  title: z.string(),
  parentID: z.string().optional(),
  time: z.object({ created: z.number(), updated: z.number(), archived: z.number().optional() }),
  agent: z.string().optional(),
  model: z.object({ id: z.string(), providerID: z.string(), variant: z.string().optional() }).optional(),
  cost: z.number().optional(),
  tokens: tokens.optional(),
  summary: z.object({ additions: z.number(), deletions: z.number(), files: z.number() }).optional(),
})

export const wireError = z.object({
  name: z.string(),
  data: z.looseObject({ message: z.string().optional(), statusCode: z.number().optional() }).optional(),
})

export const wireMessage = z.discriminatedUnion('role', [
  z.object({
    role: z.literal('user'),
    id: z.string(),
    sessionID: z.string(),
    time: z.object({ created: z.number() }),
    agent: z.string().optional(),
    model: z
      .object({ providerID: z.string(), modelID: z.string(), variant: z.string().optional() })
      .optional(),
    summary: z.union([z.object({ diffs: z.array(snapshotDiff).default([]) }), z.boolean()]).optional(),
  }),
  z.object({
    role: z.literal('assistant'),
    id: z.string(),
    sessionID: z.string(),
    time: z.object({ created: z.number(), completed: z.number().optional() }),
    parentID: z.string(),
    providerID: z.string(),
    modelID: z.string(),
    agent: z.string().optional(),
    variant: z.string().optional(),
    cost: z.number().default(0),
    tokens: tokens.optional(),
    error: wireError.optional(),
    finish: z.string().optional(),
    summary: z.boolean().optional(),
  }),
])

const json = z.record(z.string(), z.json())
const partBase = { id: z.string(), messageID: z.string(), sessionID: z.string() }
const file = {
  mime: z.string(),
  filename: z.string().optional(),
  url: z.string(),
}

export const wireToolState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('pending'), input: json.default({}) }),
  z.object({
    status: z.literal('running'),
    input: json.default({}),
    title: z.string().optional(),
    metadata: json.default({}),
    time: z.object({ start: z.number() }),
  }),
  z.object({
    status: z.literal('completed'),
    input: json.default({}),
    output: z.string(),
    title: z.string().default(''),
    metadata: json.default({}),
    time: z.object({ start: z.number(), end: z.number() }),
    attachments: z.array(z.object(file)).optional(),
  }),
  z.object({
    status: z.literal('error'),
    input: json.default({}),
    error: z.string(),
    metadata: json.default({}),
    time: z.object({ start: z.number(), end: z.number() }),
  }),
])

const textTime = z.object({ start: z.number(), end: z.number().optional() })

export const wirePart = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    ...partBase,
    text: z.string(),
    synthetic: z.boolean().optional(),
    time: textTime.optional(),
  }),
  z.object({ type: z.literal('reasoning'), ...partBase, text: z.string(), time: textTime }),
  z.object({
    type: z.literal('tool'),
    ...partBase,
    callID: z.string(),
    tool: z.string(),
    state: wireToolState,
  }),
  z.object({ type: z.literal('file'), ...partBase, ...file }),
  z.object({ type: z.literal('agent'), ...partBase, name: z.string() }),
  z.object({
    type: z.literal('subtask'),
    ...partBase,
    prompt: z.string(),
    description: z.string(),
    agent: z.string(),
  }),
  z.object({
    type: z.literal('step-finish'),
    ...partBase,
    reason: z.string(),
    cost: z.number().default(0),
    tokens,
  }),
  z.object({ type: z.literal('patch'), ...partBase, files: z.array(z.string()) }),
  z.object({
    type: z.literal('retry'),
    ...partBase,
    attempt: z.number(),
    error: wireError,
    time: z.object({ created: z.number() }),
  }),
  z.object({ type: z.literal('compaction'), ...partBase, auto: z.boolean() }),
])

/** Every part has these, also kinds newer than this program. */
export const wireAnyPart = z.looseObject({ type: z.string(), ...partBase })

export const wireStatus = z.discriminatedUnion('type', [
  z.object({ type: z.literal('idle') }),
  z.object({ type: z.literal('busy') }),
  z.object({ type: z.literal('retry'), attempt: z.number(), message: z.string(), next: z.number() }),
])

const toolRef = z.object({ messageID: z.string(), callID: z.string() })

export const wirePermission = z.object({
  id: z.string(),
  sessionID: z.string(),
  permission: z.string(),
  patterns: z.array(z.string()),
  always: z.array(z.string()).default([]),
  metadata: json.default({}),
  tool: toolRef.optional(),
})

export const wireQuestion = z.object({
  id: z.string(),
  sessionID: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      header: z.string().default(''),
      options: z.array(z.object({ label: z.string(), description: z.string().default('') })).default([]),
      multiple: z.boolean().optional(),
      custom: z.boolean().optional(),
    }),
  ),
  tool: toolRef.optional(),
})

export const wireTodos = z.array(
  z.object({ content: z.string(), status: z.string(), priority: z.string().default('') }),
)
export const wireDiffs = z.array(snapshotDiff)
export const wireFetchedMessage = z.object({ info: wireMessage, parts: z.array(z.unknown()) })

/** One event of `/global/event`; `payload.type === 'sync'` is a durable copy of another event. */
export const wirePayload = z.looseObject({
  id: z.string().optional(),
  type: z.string(),
  // A durable copy has none.
  properties: z.unknown().optional(),
})

export type WireSession = z.infer<typeof wireSession>
export type WireMessage = z.infer<typeof wireMessage>
export type WirePart = z.infer<typeof wirePart>
export type WireToolState = z.infer<typeof wireToolState>
export type WireError = z.infer<typeof wireError>
export type WirePermission = z.infer<typeof wirePermission>
export type WireQuestion = z.infer<typeof wireQuestion>
export type WireDiffs = z.infer<typeof wireDiffs>
export type WireStatus = z.infer<typeof wireStatus>
