// Who may use the browser host: whoever opened a sign-in link, once per link, and from then on has a cookie.
// Loopback is no protection by itself: every program and every web page on the machine can reach it.

import { createHash, timingSafeEqual } from 'node:crypto'

/** Browsers signed in at the same time; the oldest has to sign in again. */
const MAX_BROWSERS = 64

export interface Auth {
  /** A new token; the one before no longer signs anybody in. */
  readonly issue: () => string
  /** The `Set-Cookie` value for the browser that brings the token, or null when it was used or never issued. */
  readonly redeem: (token: string) => string | null
  /** @param cookies the request's `Cookie` header */
  readonly isSignedIn: (cookies: string | undefined) => boolean
}

/**
 * @param instance tells this host from others on the machine: cookies ignore ports, so it is in the cookie's name
 * @param random 256 bits as text, fit for an address and a cookie
 */
export function createAuth(instance: string, random: () => string): Auth {
  const name = `millrace-${createHash('sha256').update(instance).digest('hex').slice(0, 12)}`
  const browsers = new Set<string>()
  let token: string | null = null

  return {
    issue: () => (token = random()),
    redeem: (given) => {
      if (token === null || !isSame(given, token)) return null
      token = null
      const secret = random()
      browsers.add(digest(secret))
      const [oldest] = browsers
      if (browsers.size > MAX_BROWSERS && oldest !== undefined) browsers.delete(oldest)
      return `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict`
    },
    isSignedIn: (cookies) => {
      const values = (cookies ?? '').split(';').map((entry) => entry.trim())
      const prefix = `${name}=`
      return values.some(
        (entry) => entry.startsWith(prefix) && browsers.has(digest(entry.slice(prefix.length))),
      )
    },
  }
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64')

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)))
