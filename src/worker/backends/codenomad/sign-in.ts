// The session with one CodeNomad server: its cookies, kept in memory, sent by ourselves. The server
// forgets every session when it restarts; a cookie that has worked and is refused is replaced once.

import { fail, ok, type Result } from '#contract/result'
import type { Clock } from '../../clock.ts'
import type { ServerAccess } from '../backend.ts'
import { createJsonHttp, type AnswerFilter } from '../json-http.ts'
import { wireMeta } from './wire.ts'

/** A session has 43; a server that asks for no sign-in calls every one `auth-disabled`. */
const MIN_SECRET_CHARS = 16

export interface SignIn {
  setAccess(access: ServerAccess | null): void
  headers(): Readonly<Record<string, string>>
  isSignedIn(): boolean
  /** What must not be shown: the session itself. */
  secrets(): readonly string[]
  /** An answer to a request with these headers: what it says of the cookie. True: the session has just been lost. */
  note(sent: string | null, status: number): boolean
  /** Never more than one at a time. The value is the server's version. */
  signIn(): Promise<Result<string>>
}

export interface SignInOptions {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly filter: AnswerFilter
}

export function createSignIn(options: SignInOptions): SignIn {
  let access: ServerAccess | null = null
  let cookies = new Map<string, string>()
  let proven = false
  let running: Promise<Result<string>> | null = null

  const header = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = (): Readonly<Record<string, string>> => (cookies.size > 0 ? { cookie: header() } : {})
  const http = createJsonHttp({
    target: () => access && { url: access.url, headers: headers() },
    fetch: options.fetch,
    clock: options.clock,
    filter: options.filter,
  })
  const forget = (): void => {
    cookies = new Map()
    proven = false
  }

  const sign = async (): Promise<Result<string>> => {
    const asked = access
    if (!asked) return fail('offline', 'The server is not connected.')
    forget()
    const { username, password } = asked
    const answer = await http.request({
      method: 'POST',
      path: '/api/auth/login',
      body: { username, password },
    })
    if (asked !== access) return fail('offline', 'Another sign-in has begun.')
    if (!answer.ok) return answer.error.code === 'not-opencode' ? notCodenomad(asked.url) : answer
    for (const line of answer.value.headers.getSetCookie()) keep(cookies, line)
    const meta = await http.read(wireMeta, { path: '/api/meta' })
    if (asked !== access) return fail('offline', 'Another sign-in has begun.')
    if (meta.ok) return ok(meta.value.serverVersion)
    forget()
    const { code } = meta.error
    return code === 'offline' || code === 'timeout' || code === 'unauthorized'
      ? meta
      : notCodenomad(asked.url)
  }

  return {
    headers,
    setAccess: (to) => {
      access = to
      running = null
      forget()
    },
    secrets: () => [...cookies.values()].filter((value) => value.length >= MIN_SECRET_CHARS),
    isSignedIn: () => cookies.size > 0,
    note: (sent, status) => {
      // An answer to a cookie that has been replaced meanwhile says nothing of the new one.
      if (cookies.size === 0 || sent !== header()) return false
      if (status !== 401) {
        proven = true
        return false
      }
      const wasProven = proven
      forget()
      return wasProven
    },
    signIn: () => {
      if (running) return running
      const started = sign().finally(() => {
        if (running === started) running = null
      })
      running = started
      return started
    },
  }
}

export const notCodenomad = (url: string): Result<never> =>
  fail('not-opencode', `${url} answers, but not as a CodeNomad server does.`)

/** One `Set-Cookie` line: its name and value; one that has run out is taken away. */
function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  if (at <= 0) return
  const name = pair.slice(0, at).trim()
  if (attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))) cookies.delete(name)
  else cookies.set(name, pair.slice(at + 1).trim())
}
