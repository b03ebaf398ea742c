import type { ServerID, SessionID, SessionRef } from '#contract/ids'

/** Sessions by server: asked for every op, so without a joined key. */
interface OpenSessions {
  has(ref: SessionRef): boolean
}

export function openSessions(refs: readonly SessionRef[]): OpenSessions {
  const servers = new Map<ServerID, Set<SessionID>>()
  for (const { server, session } of refs) {
    const sessions = servers.get(server)
    if (sessions) sessions.add(session)
    else servers.set(server, new Set([session]))
  }
  return { has: ({ server, session }) => servers.get(server)?.has(session) ?? false }
}
