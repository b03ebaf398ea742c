// JSON over HTTP with Results: every call has a time limit, a size limit, and a check that the answer is
// JSON (servers of this kind answer 200 with a web page on paths that they don't know).

import type { SessionID } from '#contract/ids'
import { fail, ok, type FailureCode, type Result } from '#contract/result'
import * as z from 'zod'
import type { Clock } from '../clock.ts'
import { retryAfterMs } from '../retry-after.ts'
import { startWatch, type Watch } from '../watch.ts'

/** Without a byte for this long a call will not be answered: what hangs on it is asked again sooner. */
const REQUEST_TIMEOUT_MS = 10_000
/** The first call in a folder boots its instance, plugins and MCP servers included. */
const BOOT_TIMEOUT_MS = 60_000
/**
 * Connections kept from before a cut can be dead without anyone having said so, and each call may be given
 * one: for a while what asks again harmlessly is given up soon, which ends that connection, and asked again.
 */
const SUSPECT_MS = 15_000
const SUSPECT_TIMEOUT_MS = 3_000
const SUSPECT_TRIES = 2
/** More folders than anyone has open; forgetting them only makes limits longer again. */
const MAX_BOOTED = 1_000
/** No page of messages or listing is this large; a server that sends more is not the one we know. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT'
  readonly path: string
  /** Of which session it speaks, for who must know where that lives. */
  readonly session?: SessionID
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  /** This long without a byte ends the call; see `JsonHttpOptions.instanceOf` for what holds without it. */
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

/** What every answer passes on its way in: the password taken out, the server's clock noted. */
export interface AnswerFilter {
  clean(text: string): string
  noteDate(header: string | null, askedAt: number): void
}

export interface JsonHttpOptions {
  /** Where to ask and with which credentials; null while there is no server. */
  readonly target: () => { readonly url: string; readonly headers: Readonly<Record<string, string>> } | null
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly filter: AnswerFilter
  /**
   * What a call may have to boot before it is answered, as a name; null: nothing. Its limit is long until a
   * call for it has been answered.
   */
  readonly instanceOf?: (call: Call) => string | null
  /** When a stream was last opened anew: before that there was a cut, or nothing. */
  readonly reconnectedAt?: () => number
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
  const booted = new Set<string>()
  let bootedAt = ''

  const noteBooted = (instance: string | null): void => {
    if (instance === null) return
    if (booted.size >= MAX_BOOTED) booted.clear()
    booted.add(instance)
  }

  const request: JsonHttp['request'] = async (call) => {
    const target = options.target()
    if (!target) return fail('offline', 'The server is not running yet.')
    // Another address is another server process, which has booted nothing.
    if (target.url !== bootedAt) booted.clear()
    bootedAt = target.url
    const url = new URL(target.url.replace(/\/$/, '') + call.path)
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value)
    }
    const instance = options.instanceOf?.(call) ?? null
    const isBooted = instance === null || booted.has(instance)
    const limitMs = call.timeoutMs ?? (isBooted ? REQUEST_TIMEOUT_MS : BOOT_TIMEOUT_MS)
    const ask = async (signal: AbortSignal, watch: Watch): Promise<Answer> => {
      const askedAt = options.clock.now()
      const response = await options.fetch(url, {
        method: call.method ?? 'GET',
        headers: {
          ...target.headers,
          accept: 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        signal,
        redirect: 'manual',
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      })
      watch.feed()
      options.filter.noteDate(response.headers.get('date'), askedAt)
      const body = await readBounded(response, call.maxBytes ?? MAX_ANSWER_BYTES, watch)
      if (body === null) return fail('too-large', 'The server sent more than this program can hold.')
      const text = options.filter.clean(body)
      if (BUSY.has(response.status)) {
        const waitMs = retryAfterMs(response.headers, options.clock.now())
        return { ok: false, error: { ...busy, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) } }
      }
      if (!response.ok) {
        const type = response.headers.get('content-type') ?? ''
        return fail(codeOf(response.status), errorSentence(response.status, text, type))
      }
      const type = response.headers.get('content-type') ?? ''
      if (text !== '' && !type.includes('json')) {
        return fail('not-opencode', 'That address answers, but not as an opencode server does.')
      }
      noteBooted(instance)
      return ok({ text, headers: response.headers })
    }
    const isSuspect =
      (call.method ?? 'GET') === 'GET' &&
      limitMs === REQUEST_TIMEOUT_MS &&
      options.clock.now() - (options.reconnectedAt?.() ?? 0) < SUSPECT_MS
    try {
      for (let tries = isSuspect ? SUSPECT_TRIES : 0; tries > 0; tries--) {
        const answer = await within(options.clock, SUSPECT_TIMEOUT_MS, ask)
        if (answer.ok || answer.error.code !== 'timeout') return answer
      }
      return await within(options.clock, limitMs, ask)
    } catch (error) {
      return isUntrusted(error)
        ? fail('untrusted-certificate', 'The server’s certificate is not trusted here.')
        : fail('offline', 'The server can’t be reached.')
    }
  }

  return withReaders(request)
}

/** The same calls over a request that has been given a way of its own. */
export function withReaders(request: JsonHttp['request']): JsonHttp {
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

type Answer = Awaited<ReturnType<JsonHttp['request']>>

/** A call that is given up is aborted, and its answer is not waited for any more, whatever its fetch does. */
const within = (
  clock: Clock,
  limitMs: number,
  ask: (signal: AbortSignal, watch: Watch) => Promise<Answer>,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const abort = new AbortController()
    const watch = startWatch(clock, limitMs, () => {
      resolve(fail('timeout', 'The server did not answer in time.'))
      abort.abort()
    })
    ask(abort.signal, watch).then(resolve, reject).finally(watch.cancel)
  })

const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_HAS_EXPIRED|CERT_ALTNAME/
const isUntrusted = (error: unknown): boolean =>
  error instanceof Error &&
  typeof error.cause === 'object' &&
  error.cause !== null &&
  'code' in error.cause &&
  UNTRUSTED.test(String(error.cause.code))

/** Null when it is too large; what came until then is dropped with the connection. */
async function readBounded(response: Response, maxBytes: number, watch: Watch): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel()
    return null
  }
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    watch.feed()
    bytes += chunk.byteLength
    if (bytes > maxBytes) return null
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

/** A plain text that says why; longer ones are a program's output. */
const MAX_SENTENCE_CHARS = 2_000

function errorSentence(status: number, text: string, type: string): string {
  if (status === 401 || status === 403) return 'The server wants another user name or password.'
  const parsed = wireFailure.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  if (type.includes('text/plain') && text.trim() !== '') return text.trim().slice(0, MAX_SENTENCE_CHARS)
  return status === 404 ? 'The server does not know this any more.' : `The server answered ${status}.`
}
