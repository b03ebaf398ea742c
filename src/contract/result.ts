// Expected failures are values. A code is what a program switches on, the message what a person reads.

export type FailureCode =
  | 'offline'
  | 'unauthorized'
  | 'not-found'
  | 'not-readable'
  | 'not-opencode'
  | 'untrusted-certificate'
  | 'bad-request'
  | 'conflict'
  | 'needs-trust'
  | 'too-large'
  | 'timeout'
  | 'port-closed'
  | 'server-error'
  /** It can't answer just now (429, 502, 503, 504): later it can. */
  | 'busy'
  | 'storage'
  | 'unsupported'

export interface Failure {
  readonly code: FailureCode
  /** One sentence in plain words: what happened and, where there is one, what to do. */
  readonly message: string
  /** `busy` only: how long the server asked to be left alone. */
  readonly retryAfterMs?: number
}

export type Result<T, E = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const fail = (code: FailureCode, message: string): Result<never> => ({
  ok: false,
  error: { code, message },
})
