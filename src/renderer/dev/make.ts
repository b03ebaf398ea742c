// Small makers of model records, for fixtures and tests.

import {
  messageID,
  partID,
  serverID,
  sessionID,
  type MessageID,
  type ServerID,
  type SessionID,
} from '#contract/ids'
import type {
  AssistantMessage,
  Project,
  Server,
  Session,
  SessionActivity,
  TextPart,
  UserMessage,
} from '#contract/model'
import type { Op } from '#contract/ops'
import { textHash } from '#contract/text-hash'

export const server = serverID('local')
export const at = 1_790_000_000_000

export const makeServer = (patch: Partial<Server> = {}): Server => ({
  id: server,
  kind: 'bundled',
  name: 'This computer',
  url: 'http://127.0.0.1:4096',
  version: '1.18.33',
  connection: { state: 'live', since: at },
  ...patch,
})

export const makeProject = (directory: string, patch: Partial<Project> = {}): Project => ({
  server,
  directory,
  name: directory.split('/').at(-1) ?? directory,
  openedAt: at,
  reachable: true,
  ...patch,
})

export const makeSession = (id: string, patch: Partial<Session> = {}): Session => ({
  server,
  id: sessionID(id),
  directory: '/home/ada/millrace',
  title: `Session ${id}`,
  parent: null,
  created: at,
  updated: at,
  archived: null,
  agent: 'build',
  model: { provider: 'demo', model: 'scripted', variant: null },
  cost: 0,
  tokens: null,
  changes: null,
  ...patch,
})

export const makeActivity = (patch: Partial<SessionActivity> = {}): SessionActivity => ({
  status: { type: 'idle' },
  unread: false,
  error: null,
  activeElsewhere: false,
  ...patch,
})

export const makeUser = (session: SessionID, id: string, patch: Partial<UserMessage> = {}): UserMessage => ({
  role: 'user',
  id: messageID(id),
  session,
  created: at,
  agent: 'build',
  model: null,
  diffs: [],
  ...patch,
})

export const makeAssistant = (
  session: SessionID,
  id: string,
  parent: MessageID,
  patch: Partial<AssistantMessage> = {},
): AssistantMessage => ({
  role: 'assistant',
  id: messageID(id),
  session,
  created: at + 1000,
  completed: at + 9000,
  parent,
  agent: 'build',
  model: { provider: 'demo', model: 'scripted', variant: null },
  cost: 0.0213,
  tokens: { input: 1820, output: 412, reasoning: 0, cacheRead: 12_400, cacheWrite: 0 },
  error: null,
  finish: 'stop',
  summary: false,
  ...patch,
})

interface TextOps {
  readonly server?: ServerID
  readonly session: SessionID
  readonly message: MessageID
  readonly id: string
  readonly text: string
  readonly patch?: Partial<TextPart>
}

/** A finished text part with its text. */
export function textOps({ server: on = server, session, message, id, text, patch }: TextOps): readonly Op[] {
  const part = partID(id)
  const address = { server: on, session, part, field: 'text', rev: 0 } as const
  return [
    {
      op: 'part',
      server: on,
      part: { type: 'text', id: part, message, session, synthetic: false, start: at, end: at, ...patch },
    },
    { op: 'text', ...address, at: 0, text },
    { op: 'text.end', ...address, length: text.length, hash: textHash(text) },
  ]
}
