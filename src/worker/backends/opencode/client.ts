// opencode's v1 HTTP calls.

import type { FetchedMessage } from '#contract/events'
import { type AskID, type MessageID, type ServerID, type SessionID } from '#contract/ids'
import type {
  Ask,
  Catalog,
  FileDiff,
  Message,
  ModelRef,
  PermissionReply,
  Session,
  SessionStatus,
} from '#contract/model'
import { fail, ok, type Result } from '#contract/result'
import * as z from 'zod'
import type { CommandBody, MessagesPage, PromptBody, ServerAccess } from '../backend.ts'
import { parseJson, type JsonHttp } from '../json-http.ts'
import { toCatalog, wireAgents, wireCommands, wireProviders } from './catalog.ts'
import { toDiffs, toMessage, toPart, toPermissionAsk, toQuestionAsk, toSession, toStatus } from './convert.ts'
import {
  wireDiffs,
  wireFetchedMessage,
  wirePermission,
  wireQuestion,
  wireSession,
  wireStatus,
  wireTodos,
} from './wire.ts'

/** What would leave a second copy behind if it were given up too early: a new session, a prompt with its files. */
const SLOW_REQUEST_TIMEOUT_MS = 60_000

export const basicAuth = (access: ServerAccess): string =>
  `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`

export function createOpencodeClient(server: ServerID, http: JsonHttp) {
  const { request, read, readList, send } = http
  const at = (session: SessionID): string => `/session/${encodeURIComponent(session)}`
  const model = (ref: ModelRef | null) => (ref ? { providerID: ref.provider, modelID: ref.model } : undefined)

  return {
    async sessions(directory: string, limit: number): Promise<Result<readonly Session[]>> {
      const list = await readList(wireSession, {
        path: '/session',
        query: { directory, limit: String(limit) },
      })
      return list.ok ? ok(list.value.map((session) => toSession(server, session))) : list
    },

    async session(id: SessionID): Promise<Result<Session>> {
      const answer = await read(wireSession, { session: id, path: at(id) })
      return answer.ok ? ok(toSession(server, answer.value)) : answer
    },

    async createSession(directory: string): Promise<Result<Session>> {
      const answer = await read(wireSession, {
        method: 'POST',
        path: '/session',
        query: { directory },
        body: {},
        timeoutMs: SLOW_REQUEST_TIMEOUT_MS,
      })
      return answer.ok ? ok(toSession(server, answer.value)) : answer
    },

    renameSession: (id: SessionID, title: string) =>
      send({ method: 'PATCH', session: id, path: at(id), body: { title } }),
    // opencode takes a number only: 0 reads as "not archived".
    archiveSession: (id: SessionID, archived: number) =>
      send({ method: 'PATCH', session: id, path: at(id), body: { time: { archived } } }),
    deleteSession: (id: SessionID) => send({ method: 'DELETE', session: id, path: at(id) }),
    abort: (id: SessionID) => send({ method: 'POST', session: id, path: `${at(id)}/abort` }),

    async statuses(directory: string): Promise<Result<readonly (readonly [SessionID, SessionStatus])[]>> {
      const answer = await read(z.record(z.string(), wireStatus), {
        path: '/session/status',
        query: { directory },
      })
      if (!answer.ok) return answer
      return ok(
        Object.entries(answer.value).map(([id, status]) => [id as SessionID, toStatus(status)] as const),
      )
    },

    async asks(directory: string, now: number): Promise<Result<readonly Ask[]>> {
      const query = { directory }
      const [permissions, questions] = await Promise.all([
        readList(wirePermission, { path: '/permission', query }),
        readList(wireQuestion, { path: '/question', query }),
      ])
      if (!permissions.ok) return permissions
      if (!questions.ok) return questions
      return ok([
        ...permissions.value.map((ask) => toPermissionAsk(ask, now)),
        ...questions.value.map((ask) => toQuestionAsk(ask, now)),
      ])
    },

    async messages(id: SessionID, limit: number, before: Message | null): Promise<Result<MessagesPage>> {
      const answer = await request({
        session: id,
        path: `${at(id)}/message`,
        query: { limit: String(limit), before: before ? cursorBefore(before) : undefined },
      })
      if (!answer.ok) return answer
      const parsed = z.array(z.unknown()).safeParse(parseJson(answer.value.text))
      if (!parsed.success) return fail('server-error', 'The server’s messages could not be read.')
      return ok({
        messages: parsed.data.flatMap((raw) => toFetched(raw)),
        older: answer.value.headers.get('x-next-cursor') !== null,
      })
    },

    async message(session: SessionID, id: MessageID): Promise<Result<FetchedMessage>> {
      const answer = await read(z.unknown(), {
        session: session,
        path: `${at(session)}/message/${encodeURIComponent(id)}`,
      })
      if (!answer.ok) return answer
      const [fetched] = toFetched(answer.value)
      return fetched ? ok(fetched) : fail('server-error', 'The server’s message could not be read.')
    },

    todos: (id: SessionID) => read(wireTodos, { session: id, path: `${at(id)}/todo` }),

    async diff(id: SessionID, message: MessageID | null): Promise<Result<readonly FileDiff[]>> {
      const answer = await read(wireDiffs, {
        session: id,
        path: `${at(id)}/diff`,
        query: { messageID: message ?? undefined },
      })
      return answer.ok ? ok(toDiffs(answer.value)) : answer
    },

    prompt: (id: SessionID, body: PromptBody) =>
      send({
        method: 'POST',
        session: id,
        path: `${at(id)}/prompt_async`,
        body: {
          messageID: body.messageID,
          agent: body.agent ?? undefined,
          model: model(body.model),
          variant: body.model?.variant ?? undefined,
          parts: body.parts,
        },
        timeoutMs: SLOW_REQUEST_TIMEOUT_MS,
      }),

    /** Answers when the command's whole turn has ended; the caller need not wait for it. */
    command: (id: SessionID, body: CommandBody) =>
      send({
        method: 'POST',
        session: id,
        path: `${at(id)}/command`,
        body: {
          messageID: body.messageID,
          agent: body.agent ?? undefined,
          model: body.model ? `${body.model.provider}/${body.model.model}` : undefined,
          variant: body.model?.variant ?? undefined,
          command: body.command,
          arguments: body.arguments,
          parts: body.parts.filter((part) => part.type === 'file'),
        },
        timeoutMs: LONG_TURN_MS,
      }),

    shell: (id: SessionID, message: MessageID, agent: string, command: string, ref: ModelRef | null) =>
      send({
        method: 'POST',
        session: id,
        path: `${at(id)}/shell`,
        body: { messageID: message, agent, command, model: model(ref) },
        timeoutMs: LONG_TURN_MS,
      }),

    replyPermission: (ask: AskID, directory: string, reply: PermissionReply, message: string) =>
      send({
        method: 'POST',
        path: `/permission/${encodeURIComponent(ask)}/reply`,
        query: { directory },
        body: { reply, ...(message === '' ? {} : { message }) },
      }),
    replyQuestion: (ask: AskID, directory: string, answers: readonly (readonly string[])[]) =>
      send({
        method: 'POST',
        path: `/question/${encodeURIComponent(ask)}/reply`,
        query: { directory },
        body: { answers },
      }),
    rejectQuestion: (ask: AskID, directory: string) =>
      send({ method: 'POST', path: `/question/${encodeURIComponent(ask)}/reject`, query: { directory } }),

    async catalog(directory: string): Promise<Result<Catalog>> {
      const query = { directory }
      const [providers, config, agents, commands] = await Promise.all([
        read(wireProviders, { path: '/config/providers', query }),
        read(z.looseObject({ model: z.string().optional() }), { path: '/config', query }),
        read(wireAgents, { path: '/agent', query }),
        read(wireCommands, { path: '/command', query }),
      ])
      if (!providers.ok) return providers
      if (!agents.ok) return agents
      if (!commands.ok) return commands
      return ok(
        toCatalog(
          providers.value,
          config.ok ? (config.value.model ?? null) : null,
          agents.value,
          commands.value,
        ),
      )
    },

    async findFiles(directory: string, query: string): Promise<Result<readonly string[]>> {
      const found = await read(z.array(z.string()), {
        path: '/find/file',
        query: { directory, query, limit: '50' },
      })
      // The folder itself comes back as "/" or as nothing (seen); neither is something to mention.
      return found.ok ? ok(found.value.filter((path) => path !== '' && path !== '/')) : found
    },

    async home(): Promise<Result<string>> {
      const paths = await read(z.object({ home: z.string() }), { path: '/path' })
      return paths.ok ? ok(paths.value.home) : paths
    },

    /** @param inside seen from `directory`, which is opened for it: name one that brings no configuration */
    files: (directory: string, inside: string): Promise<Result<readonly z.infer<typeof wireFile>[]>> =>
      readList(wireFile, { path: '/file', query: { directory, path: inside } }),
  }
}

export type OpencodeClient = ReturnType<typeof createOpencodeClient>

const wireFile = z.object({ name: z.string(), absolute: z.string(), type: z.enum(['file', 'directory']) })

/** A shell line or command may run for as long as an agent works: a day bounds it. */
const LONG_TURN_MS = 24 * 60 * 60 * 1000

/** The server's own form of a cursor (seen in `X-Next-Cursor`). */
const cursorBefore = ({ id, created }: Message): string =>
  Buffer.from(JSON.stringify({ id, time: created })).toString('base64url')

function toFetched(raw: unknown): FetchedMessage[] {
  const parsed = wireFetchedMessage.safeParse(raw)
  if (!parsed.success) return []
  return [
    {
      message: toMessage(parsed.data.info),
      parts: parsed.data.parts.flatMap((part) => {
        const converted = toPart(part)
        return converted ? [converted] : []
      }),
    },
  ]
}
