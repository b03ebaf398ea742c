// What a person typed to reach a server: cleaned, or why it can't be used.

export interface ServerForm {
  readonly url: string
  readonly name: string
  readonly username: string
  readonly password: string
}

export type UrlProblem = 'empty' | 'not-an-address' | 'not-http' | 'has-password'

export type CheckedUrl =
  | { readonly ok: true; readonly url: string; readonly host: string; readonly plainRemote: boolean }
  | { readonly ok: false; readonly problem: UrlProblem }

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** An address without a scheme gets http on this machine and https elsewhere. */
export const checkUrl = (typed: string): CheckedUrl => {
  const text = typed.trim()
  if (text === '') return { ok: false, problem: 'empty' }
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  const bareHost = text.replace(/[/?#].*$/, '').replace(/:\d+$/, '')
  const url = URL.parse(hasScheme ? text : `${loopback.test(bareHost) ? 'http' : 'https'}://${text}`)
  if (url === null || url.hostname === '' || /\s/.test(text)) return { ok: false, problem: 'not-an-address' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, problem: 'not-http' }
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'has-password' }
  const path = url.pathname.replace(/\/+$/, '')
  return {
    ok: true,
    url: url.origin + path,
    host: url.host,
    plainRemote: url.protocol === 'http:' && !loopback.test(url.hostname),
  }
}
