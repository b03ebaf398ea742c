/** Finds who answers a request: patterns like `/api/workspaces/:id`, a last `*` takes the rest. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reply } from './replies.ts'

export interface Call {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly url: URL
  /** Decoded, except the rest that `*` took: that one is raw. */
  readonly params: Readonly<Record<string, string>>
  /** Parsed JSON; undefined without a body, and for raw routes. */
  readonly body: unknown
}

export interface Route {
  readonly method: string
  readonly pattern: string
  /** The handler reads the body and answers by itself. */
  readonly isRaw?: boolean
  /** Null: it has answered, or will. */
  readonly handle: (call: Call) => Reply | null | Promise<Reply | null>
}

export function findRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | null {
  for (const route of routes) {
    if (route.method !== '*' && route.method !== method) continue
    const params = match(route.pattern, pathname)
    if (params) return { route, params }
  }
  return null
}

function match(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = pathname.split('/')
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return { ...params, '*': given.slice(index).join('/') }
    const segment = given[index]
    if (segment === undefined) return null
    if (!part.startsWith(':')) {
      if (part !== segment) return null
      continue
    }
    const value = decode(segment)
    if (value === null || value === '') return null
    params[part.slice(1)] = value
  }
  return wanted.length === given.length ? params : null
}

export function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
