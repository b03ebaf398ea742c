/** Sign-in: password, one-time token, and the cookie that both give. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../src/worker/clock.ts'
import { isObject } from './body.ts'
import { error, invalid, json, type Reply } from './replies.ts'

/** 43 characters, like every secret the server makes. */
export const secret = (): string => randomBytes(32).toString('base64url')

export interface Auth {
  /** The one-time token, when there is one. */
  readonly token: string | null
  status(req: IncomingMessage): Reply
  login(body: unknown): Reply
  useToken(body: unknown): Reply
  logout(): Reply
  isSignedIn(req: IncomingMessage): boolean
  /** A cookie header the server chokes on: each such request ends with 500. */
  hasBrokenCookie(req: IncomingMessage): boolean
  forgetSessions(): void
}

export interface AuthOptions {
  readonly clock: Clock
  readonly username: string
  /** Null: only the token signs in. */
  readonly password: string | null
  readonly cookieName: string
  readonly withToken: boolean
  readonly tokenMs: number
}

export function createAuth(options: AuthOptions): Auth {
  const { clock, username, password, tokenMs } = options
  const cookieName = options.cookieName.replaceAll(/[^A-Za-z0-9_-]/g, '_')
  const sessions = new Set<string>()
  const token = options.withToken ? secret() : null
  const tokenMadeAt = clock.now()
  let isTokenUsed = false

  const cookie = (value: string, rest = ''): string =>
    `${cookieName}=${value}; HttpOnly; Path=/; SameSite=Lax${rest}`
  const signIn = (): Reply => {
    const session = secret()
    sessions.add(session)
    return json(200, { ok: true }, { 'set-cookie': cookie(session) })
  }
  const isSignedIn = (req: IncomingMessage): boolean =>
    cookies(req).some(([name, value]) => name === cookieName && sessions.has(value))

  return {
    token,
    status: (req) =>
      isSignedIn(req)
        ? json(200, { authenticated: true, username, passwordUserProvided: true })
        : json(200, { authenticated: false }),
    login(body) {
      const given = isObject(body) ? body : {}
      const missing = ['username', 'password'].filter((field) => typeof given[field] !== 'string')
      if (missing.length > 0) return invalid(...missing)
      const isRight = password !== null && given['username'] === username && given['password'] === password
      return isRight ? signIn() : error(401, 'Invalid credentials')
    },
    useToken(body) {
      if (token === null) return error(404, 'Not found')
      const given = isObject(body) ? body['token'] : undefined
      if (typeof given !== 'string') return invalid('token')
      const isRight = given === token && !isTokenUsed && clock.now() - tokenMadeAt <= tokenMs
      if (!isRight) return error(401, 'Invalid token')
      isTokenUsed = true
      return signIn()
    },
    // The session stays valid on the real server too.
    logout: () => json(200, { ok: true }, { 'set-cookie': cookie('', '; Max-Age=0') }),
    isSignedIn,
    hasBrokenCookie: (req) => cookies(req).some(([, value]) => !isDecodable(value)),
    forgetSessions: () => sessions.clear(),
  }
}

const cookies = (req: IncomingMessage): readonly (readonly [string, string])[] =>
  (req.headers.cookie ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? ['', pair.trim()] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })

function isDecodable(value: string): boolean {
  try {
    decodeURIComponent(value)
    return true
  } catch {
    return false
  }
}
