// Addresses: `/`, `/s/<server>/session/<id>`, the short `/session/<id>`, `/new/<server>/<directory>`.

import { serverID, sessionID } from '#contract/ids'
import type { Session } from '#contract/model'
import type { Route } from '../store/state.ts'

export function pathOf(route: Route): string {
  switch (route.type) {
    case 'home':
      return '/'
    case 'session':
      return `/s/${encodeURIComponent(route.server)}/session/${encodeURIComponent(route.session)}`
    case 'new':
      return `/new/${encodeURIComponent(route.server)}/${encodeURIComponent(route.directory)}`
    case 'pick':
      return `/session/${encodeURIComponent(route.session)}`
  }
}

/** An address that is none of ours is the start page. */
export function parseRoute(pathname: string): Route {
  const parts = decoded(pathname)
  if (parts === null) return { type: 'home' }
  const [first, second, third, fourth] = parts
  if (first === 's' && second && third === 'session' && fourth && parts.length === 4)
    return { type: 'session', server: serverID(second), session: sessionID(fourth) }
  if (first === 'session' && second && parts.length === 2)
    return { type: 'pick', session: second, servers: [] }
  if (first === 'new' && second && third && parts.length === 3)
    return { type: 'new', server: serverID(second), directory: third }
  return { type: 'home' }
}

function decoded(pathname: string): readonly string[] | null {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent)
  } catch {
    return null
  }
}

/** A short address once sessions are known: the session when one server has it, else the choice. */
export function resolvePick(id: string, sessions: readonly Session[]): Route {
  const servers = sessions.filter((session) => session.id === id).map((session) => session.server)
  const [only] = servers
  if (only !== undefined && servers.length === 1)
    return { type: 'session', server: only, session: sessionID(id) }
  return { type: 'pick', session: id, servers }
}
