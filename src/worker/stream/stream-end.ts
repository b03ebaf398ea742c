// How an attempt at an event stream ends, and what a person reads about it.

import { retryAfterMs } from '../retry-after.ts'

export type StreamEnd =
  /** The server closed it, or the connection broke. */
  | { readonly type: 'closed'; readonly message: string }
  /** No byte for the silence limit: dead, whatever the socket says. */
  | { readonly type: 'silent' }
  | { readonly type: 'connect-timeout' }
  /** Headers, and then nothing where something must come at once: often a proxy that gathers bytes. */
  | { readonly type: 'mute' }
  | { readonly type: 'unauthorized' }
  /** An answer that is no event stream: another program, a proxy's page, no content. */
  | { readonly type: 'not-a-stream'; readonly message: string }
  | { readonly type: 'unavailable'; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly type: 'too-large' }
  | { readonly type: 'stopped' }

/** @param now our clock, for a date in an answer that names no date of its own */
export function refusal({ status, headers, body }: Response, now: number): StreamEnd | null {
  if (status === 401 || status === 403) return { type: 'unauthorized' }
  if (status === 429 || status >= 500) {
    return { type: 'unavailable', status, retryAfterMs: retryAfterMs(headers, now) }
  }
  if (status !== 200) return notAStream(`It answered ${status}`)
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'text/html') return notAStream('It answered with a web page')
  if (type !== 'text/event-stream') return notAStream(`It answered ${type || 'something else'}`)
  return body ? null : notAStream('It answered without a body')
}

const notAStream = (what: string): StreamEnd => ({
  type: 'not-a-stream',
  message: `${what} where an event stream should be.`,
})

/** What broke the connection, as far as that says something to a person. */
export function describeBroken(error: unknown): string {
  if (!(error instanceof Error)) return 'The connection broke.'
  const cause: unknown = error.cause
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  if (code === 'ECONNREFUSED') return 'Nothing answers at that address.'
  if (code === 'ENOTFOUND') return 'That host name is not known.'
  // Node's own codes for a broken socket say nothing to a person.
  return typeof code === 'string' && !code.startsWith('UND_')
    ? `The connection broke (${code}).`
    : 'The connection broke.'
}

export function describeEnd(end: StreamEnd): string {
  switch (end.type) {
    case 'closed':
    case 'not-a-stream':
      return end.message
    case 'silent':
      return 'The stream fell silent.'
    case 'connect-timeout':
      return 'The server did not answer.'
    case 'mute':
      return 'The stream opened and nothing came: something on the way may hold it back.'
    case 'unavailable':
      return `The server answered ${end.status}.`
    case 'too-large':
      return 'One event was larger than 64 MiB.'
    case 'unauthorized':
      return 'The server wants another user name or password.'
    case 'stopped':
      return ''
  }
}
