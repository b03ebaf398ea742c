// JSON over HTTP with Results: every call has a time limit, a size limit, and a check that the answer is
// JSON (servers of this kind answer 200 with a web page on paths that they don't know).

import { fail, ok, type FailureCode, type Result } from '#contract/result'
import * as z from 'zod'

/** A request made while the server boots may never be answered (seen): none waits longer than this. */
const REQUEST_TIMEOUT_MS = 20_000
/** No page of messages or listing is this large; a server that sends more is not the one we know. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT'
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  readonly timeoutMs?: number
}

/** What every answer passes on its way in: the password taken out, the server's clock noted. */
export interface AnswerFilter {
  clean(text: string): string
  noteDate(header: string | null): void
}

export interface JsonHttpOptions {
  /** Where to ask and with which credentials; null while there is no server. */
  readonly target: () => { readonly url: string; readonly headers: Readonly<Record<string, string>> } | null
  readonly fetch: typeof fetch
  readonly filter: AnswerFilter
}

export interface JsonHttp {
  request(call: Call): Promise<Result<{ readonly text: string; readonly headers: Headers }>>
  read<T extends z.ZodType>(shape: T, call: Call): Promise<Result<z.infer<T>>>
  /** Items that can't be read are left out, not fatal for the rest. */
  readList<T extends z.ZodType>(item: T, call: Call): Promise<Result<readonly z.infer<T>[]>>
  /** For calls whose answer says nothing. */
  send(call: Call): Promise<Result<null>>
}

export function createJsonHttp(options: JsonHttpOptions): JsonHttp {
  const request: JsonHttp['request'] = async (call) => {
    const target = options.target()
    if (!target) return fail('offline', 'The server is not running yet.')
    const url = new URL(target.url.replace(/\/$/, '') + call.path)
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value)
    }
    try {
      const response = await options.fetch(url, {
        method: call.method ?? 'GET',
        headers: {
          ...target.headers,
          accept: 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        signal: AbortSignal.timeout(call.timeoutMs ?? REQUEST_TIMEOUT_MS),
        redirect: 'manual',
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      })
      options.filter.noteDate(response.headers.get('date'))
      const body = await readBounded(response)
      if (body === null) return fail('too-large', 'The server sent more than this program can hold.')
      const text = options.filter.clean(body)
      if (BUSY.has(response.status)) {
        return { ok: false, error: { ...busy, ...retryAfter(response.headers) } }
      }
      if (!response.ok) return fail(codeOf(response.status), errorSentence(response.status, text))
      const type = response.headers.get('content-type') ?? ''
      if (text !== '' && !type.includes('json')) {
        return fail('not-opencode', 'That address answers, but not as an opencode server does.')
      }
      return ok({ text, headers: response.headers })
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        return fail('timeout', 'The server did not answer in time.')
      }
      return fail('offline', 'The server can’t be reached.')
    }
  }

  const read: JsonHttp['read'] = async (shape, call) => {
    const answer = await request(call)
    if (!answer.ok) return answer
    const raw = parseJson(answer.value.text)
    if (raw === undefined) return fail('server-error', 'The server’s answer could not be read.')
    const parsed = shape.safeParse(raw)
    return parsed.success
      ? ok(parsed.data)
      : fail('server-error', 'The server’s answer had an unexpected form.')
  }

  return {
    request,
    read,
    send: async (call) => {
      const answer = await request(call)
      return answer.ok ? ok(null) : answer
    },
    readList: async (item, call) => {
      const list = await read(z.array(z.unknown()), call)
      if (!list.ok) return list
      return ok(
        list.value.flatMap((raw) => {
          const parsed = item.safeParse(raw)
          return parsed.success ? [parsed.data] : []
        }),
      )
    },
  }
}

/** Null when it is too large; what came until then is dropped with the connection. */
async function readBounded(response: Response): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER_BYTES) {
    await response.body?.cancel()
    return null
  }
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_ANSWER_BYTES) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Too many requests, and what a proxy says while its server is away or too slow. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504])
const busy = { code: 'busy', message: 'The server is too busy to answer just now.' } as const
const SECOND_MS = 1_000

/** Seconds or a date, as RFC 9110 has it; a date is read by the server's own clock. */
function retryAfter(headers: Headers): { readonly retryAfterMs?: number } {
  const value = headers.get('retry-after')
  if (value === null) return {}
  const seconds = Number(value)
  const ms = Number.isFinite(seconds)
    ? seconds * SECOND_MS
    : Date.parse(value) - Date.parse(headers.get('date') ?? '')
  return ms >= 0 ? { retryAfterMs: ms } : {}
}

function codeOf(status: number): FailureCode {
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 404) return 'not-found'
  return status < 500 ? 'bad-request' : 'server-error'
}

/** The shapes seen: opencode's `{name, data: {message}}`, CodeNomad's `{error}` and `{message}`. */
const wireFailure = z.union([
  z.object({ data: z.object({ message: z.string() }) }).transform(({ data }) => data.message),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
])

function errorSentence(status: number, text: string): string {
  if (status === 401 || status === 403) return 'The server wants another user name or password.'
  const parsed = wireFailure.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  return status === 404 ? 'The server does not know this any more.' : `The server answered ${status}.`
}
