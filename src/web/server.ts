// The browser host's HTTP side: the built renderer for browsers that are signed in, one sentence for all others.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { fail, ok, type Result } from '#contract/result'
import { RESTART_PATH, STOPPED_HEADER } from '#contract/worker-life'
import { readPageFile } from '#host/page/files'
import { securityHeaders } from '#host/page/policy'
import type { Auth } from './auth.ts'
import { isLoopbackHost, isOwnOrigin } from './request-origin.ts'

export interface PageServerOptions {
  /** The built renderer. */
  readonly root: string
  readonly auth: Auth
  /** A link was used; the next browser needs another one. */
  readonly onSignIn: () => void
  readonly worker: {
    /** It died too often and was given up. */
    readonly isStopped: () => boolean
    readonly restart: () => void
  }
}

const HEADERS = securityHeaders("'self'")

/** Enough for any cookie and route; the default would do, but a bound should be seen. */
const MAX_HEADER_BYTES = 16 * 1024

export function createPageServer(options: PageServerOptions): Server {
  return createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    answer(options, request, response).catch(() => {
      if (!response.headersSent)
        refuse(response, 500, 'The page could not be read. Run the build and try again.')
      else response.destroy()
    })
  })
}

/** Listens on loopback only. @param port 0 for a free one; the answer is the one it got. */
export function listen(server: Server, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    server.once('error', (cause: NodeJS.ErrnoException) => resolve(listenFailure(port, cause)))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(ok(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}

function listenFailure(port: number, cause: NodeJS.ErrnoException): Result<never> {
  if (cause.code === 'EADDRINUSE')
    return fail('conflict', `Port ${port} is in use by another program. Choose another one with --port.`)
  if (cause.code === 'EACCES') return fail('conflict', `Port ${port} may not be used without more rights.`)
  return fail('conflict', `Port ${port} can't be used (${cause.code ?? cause.message}).`)
}

async function answer(
  { root, auth, onSignIn, worker }: PageServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request
  if (!isLoopbackHost(headers.host))
    return refuse(response, 403, 'Millrace answers to localhost and 127.0.0.1 only.')
  const isRead = method === 'GET' || method === 'HEAD'
  // A browser leaves Origin out of a plain visit, and of nothing that another page asks for.
  if ((!isRead || headers.origin !== undefined) && !isOwnOrigin(headers))
    return refuse(response, 403, 'This request comes from another page.')

  const url = requestUrl(request.url ?? '/')
  if (url === null) return refuse(response, 400, 'This address can not be read.')
  const token = url.searchParams.get('token')
  // Link previews ask with HEAD; only the person's own visit may use the link up.
  if (token !== null && method === 'GET') {
    const cookie = auth.redeem(token)
    if (cookie !== null) {
      onSignIn()
      return redirect(response, url, cookie)
    }
    if (auth.isSignedIn(headers.cookie)) return redirect(response, url, null)
  }
  if (!auth.isSignedIn(headers.cookie))
    return refuse(
      response,
      401,
      'Open the newest sign-in link that Millrace printed in its terminal; each works once.',
    )
  if (method === 'POST' && url.pathname === RESTART_PATH) {
    worker.restart()
    response.writeHead(204, HEADERS).end()
    return
  }
  if (!isRead) return refuse(response, 405, 'Millrace takes no such request here.')

  const file = await readPageFile(root, url.pathname)
  if (file === null) return refuse(response, 404, 'There is nothing under this address.')
  response.writeHead(200, {
    ...HEADERS,
    ...(worker.isStopped() && { [STOPPED_HEADER]: '1' }),
    'content-type': file.mime,
    'content-length': file.body.byteLength,
    'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
  })
  response.end(method === 'HEAD' ? undefined : file.body)
}

/** Only path and query count: a request line can hold a whole address, or `//host` that a redirect would follow. */
function requestUrl(target: string): URL | null {
  const path = `/${target.replace(/^[/\\]+/, '')}`
  return URL.canParse(path, 'http://localhost') ? new URL(path, 'http://localhost') : null
}

function redirect(response: ServerResponse, url: URL, cookie: string | null): void {
  url.searchParams.delete('token')
  const cookies = cookie === null ? {} : { 'set-cookie': cookie }
  const location = `${url.pathname}${url.search}`
  response.writeHead(303, { ...HEADERS, ...cookies, location, 'cache-control': 'no-store' }).end()
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  const page = `<!doctype html><meta charset="utf-8"><title>Millrace</title><p>${sentence}</p>\n`
  response
    .writeHead(status, {
      ...HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    })
    .end(page)
}
