// The scheme that serves the built page, with the policy on every answer.

import { protocol, type Session } from 'electron'
import { readPageFile } from '#host/page/files'
import { securityHeaders } from '#host/page/policy'
import { APP_ORIGIN, APP_SCHEME, isOwnPage, type PageSource } from './origin.ts'

/** Has to run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }])
}

/** @param root the built renderer */
export function serveApp(session: Session, root: string): void {
  session.protocol.handle(APP_SCHEME, (request) => answerPage(root, request))
}

/** The answer to one request of a page; 404 for what is not there, 405 for everything but reading. */
export async function answerPage(
  root: string,
  request: { readonly method: string; readonly url: string },
): Promise<Response> {
  const headers = securityHeaders("'none'")
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response(null, { status: 405, headers })
  const isOurs = isOwnPage({ origin: APP_ORIGIN, isDev: false }, request.url)
  const file = isOurs ? await readPageFile(root, new URL(request.url).pathname) : null
  if (file === null) return new Response(null, { status: 404, headers })
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.body), {
    headers: { ...headers, 'content-type': file.mime },
  })
}

/**
 * Development only: Vite's server with the looser policy that hot reload needs (its inline preamble and styles,
 * its WebSocket).
 */
export function guardDevPage(session: Session, source: PageSource): void {
  session.webRequest.onHeadersReceived({ urls: [`${source.origin}/*`] }, (details, done) => {
    done({
      responseHeaders: {
        ...details.responseHeaders,
        'content-security-policy': [devPolicy(source.origin)],
      },
    })
  })
}

export const devPolicy = (origin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
