// The double's HTTP side: the v1 calls that the worker makes, and how opencode refuses.

import * as z from 'zod'
import type { AskInfo, MessageInfo, SyncRow } from './records.ts'
import { inOrder, type DoubleStore, type HeldSession } from './store.ts'
import type { DoubleStreams } from './streams.ts'
import type { DoubleTurns, PromptInput } from './turns.ts'

export interface RouteContext {
  readonly store: DoubleStore
  readonly streams: DoubleStreams
  readonly turns: DoubleTurns
  readonly version: string
  /** Where a call without a directory goes. */
  readonly cwd: string
  readonly credentials: { readonly username: string; readonly password: string } | null
}

const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(value, { headers })
const notFound = (message: string): Response =>
  Response.json({ name: 'NotFoundError', data: { message } }, { status: 404 })
const badRequest = (): Response => Response.json({ _tag: 'BadRequest' }, { status: 400 })

export async function route(
  context: RouteContext,
  request: Request,
  signal: AbortSignal | null,
): Promise<Response> {
  const url = new URL(request.url)
  if (!isAllowed(context, request, url)) {
    return new Response('', { status: 401, headers: { 'www-authenticate': 'Basic realm="Secure Area"' } })
  }
  const directory =
    url.searchParams.get('directory') ??
    decodeURIComponent(request.headers.get('x-opencode-directory') ?? context.cwd)
  const { store, streams, turns } = context
  const path = url.pathname.split('/').slice(1).map(decodeURIComponent)
  switch (`${request.method} /${path[0]}${path.length > 1 && path[0] !== 'session' ? `/${path[1]}` : ''}`) {
    case 'GET /global/health':
      return json({ healthy: true, version: context.version })
    case 'GET /global/event':
      return streams.open(null, signal)
    case 'GET /event':
      return streams.open(directory, signal)
    case 'GET /permission':
      return json(asksOf(store, 'permission', directory))
    case 'GET /question':
      return json(asksOf(store, 'question', directory))
    case 'POST /sync/history':
      return json(history(store, syncBody.parse(await request.json())))
    case 'GET /experimental/session':
      return json(everySession(store, url))
  }
  if (path[0] === 'session') return sessionRoute(context, request, url, directory, path.slice(1))
  if (request.method === 'POST' && (path[0] === 'permission' || path[0] === 'question')) {
    return replyRoute(turns, request, path)
  }
  // Whatever else one asks for is the embedded web interface.
  return request.method === 'GET'
    ? new Response('<!doctype html><title>opencode</title>', { headers: { 'content-type': 'text/html' } })
    : notFound('Not found')
}

function isAllowed({ credentials }: RouteContext, request: Request, url: URL): boolean {
  if (!credentials) return true
  const token = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')
  return (
    request.headers.get('authorization') === `Basic ${token}` || url.searchParams.get('auth_token') === token
  )
}

const asksOf = (store: DoubleStore, kind: AskInfo['kind'], directory: string) =>
  [...store.asks.values()]
    .filter((ask) => ask.kind === kind && ask.directory === directory)
    .map((ask) => ask.info)

/** Those of every folder; without a wish the newest hundred, and none that is archived (seen). */
const everySession = (store: DoubleStore, url: URL) =>
  [...store.sessions.values()]
    .map((session) => session.info)
    .filter(({ time }) => url.searchParams.get('archived') === 'true' || time.archived === undefined)
    .sort((a, b) => b.time.updated - a.time.updated)
    .slice(0, Number(url.searchParams.get('limit') ?? 100))

const syncBody = z.record(z.string(), z.number().min(0))

/** Sessions that the body doesn't list come whole. */
const history = (store: DoubleStore, from: Readonly<Record<string, number>>): readonly SyncRow[] =>
  [...store.sessions].flatMap(([id, session]) => session.log.filter((row) => row.seq > (from[id] ?? -1)))

async function sessionRoute(
  { store, turns }: RouteContext,
  request: Request,
  url: URL,
  directory: string,
  [id, what, which]: readonly string[],
): Promise<Response> {
  const { method } = request
  if (id === undefined || id === '') {
    if (method === 'POST') return json(store.createSession(directory, null))
    const limit = Number(url.searchParams.get('limit') ?? 100)
    return json(
      [...store.sessions.values()]
        .map((session) => session.info)
        .filter((info) => info.directory === directory)
        .sort((a, b) => b.time.updated - a.time.updated)
        .slice(0, limit),
    )
  }
  if (id === 'status') {
    const busy = [...store.sessions.values()].filter(
      ({ info, status }) => info.directory === directory && status.type !== 'idle',
    )
    return json(Object.fromEntries(busy.map(({ info, status }) => [info.id, status])))
  }
  if (!id.startsWith('ses')) return new Response('', { status: 500 })
  const session = store.sessions.get(id)
  if (!session) return notFound(`Session not found: ${id}`)
  switch (`${method} ${what ?? ''}`) {
    case 'GET ':
      return json(session.info)
    case 'PATCH ': {
      const { title, time } = patchBody.parse(await request.json())
      store.updateSession(session, {
        ...(title === undefined ? {} : { title }),
        ...(time === undefined ? {} : { time: { ...session.info.time, ...time } }),
      })
      return json(session.info)
    }
    case 'DELETE ':
      store.deleteSession(session)
      return json(true)
    case 'GET todo':
    case 'GET diff':
      return json([])
    case 'GET message':
      return which === undefined ? page(session, url) : one(session, which)
    case 'POST prompt_async':
      turns.prompt(session, (await request.json()) as PromptInput)
      return new Response(null, { status: 204 })
    case 'POST abort':
      turns.abort(session)
      return json(true)
  }
  return notFound('Not found')
}

const patchBody = z.object({
  title: z.string().optional(),
  time: z.object({ archived: z.number() }).optional(),
})

const whole = (session: HeldSession, info: MessageInfo) => ({
  info,
  parts: inOrder(session.parts.get(info.id)?.values() ?? []),
})

function one(session: HeldSession, id: string): Response {
  const message = session.messages.get(id)
  return message ? json(whole(session, message)) : notFound(`Message not found: ${id}`)
}

const cursorShape = z.object({ id: z.string(), time: z.number() })

/** The newest `limit` messages, ascending; `before` only together with `limit`. */
function page(session: HeldSession, url: URL): Response {
  const all = inOrder(session.messages.values())
  const limit = Number(url.searchParams.get('limit') ?? 0)
  const cursor = url.searchParams.get('before')
  if (cursor !== null && limit === 0) return badRequest()
  const before =
    cursor === null
      ? null
      : cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).id
  const upTo = before === null ? all : all.filter((message) => message.id < before)
  const shown = limit === 0 ? upTo : upTo.slice(-limit)
  const first = shown[0]
  const isMore = first !== undefined && shown.length < upTo.length
  const next = isMore
    ? Buffer.from(JSON.stringify({ id: first.id, time: first.time.created })).toString('base64url')
    : null
  return json(
    shown.map((message) => whole(session, message)),
    next === null ? {} : { 'x-next-cursor': next },
  )
}

const reply = z.object({ reply: z.enum(['once', 'always', 'reject']) })
const answers = z.object({ answers: z.array(z.array(z.string())) })

async function replyRoute(
  turns: DoubleTurns,
  request: Request,
  [kind, id = '', what]: readonly string[],
): Promise<Response> {
  const isDone =
    kind === 'permission'
      ? turns.answer(id, { type: 'reply', ...reply.parse(await request.json()) })
      : what === 'reject'
        ? turns.answer(id, { type: 'rejected' })
        : turns.answer(id, { type: 'answers', ...answers.parse(await request.json()) })
  return isDone ? json(true) : notFound(`Request not found: ${id}`)
}
