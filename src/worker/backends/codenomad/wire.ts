// What a CodeNomad server sends, as far as it is used here; anything else in it is let through unread.

import * as z from 'zod'

export const wireWorkspace = z.object({
  id: z.string(),
  path: z.string(),
  status: z.enum(['starting', 'ready', 'error', 'stopped']),
  error: z.string().optional(),
})
export type WireWorkspace = z.infer<typeof wireWorkspace>

export const wireMeta = z.object({ serverVersion: z.string(), eventsUrl: z.string() })

export const wireAuthStatus = z.object({ authenticated: z.boolean() })

export const wireProcesses = z.object({
  processes: z.array(z.object({ id: z.string(), status: z.string() })),
})

export const wirePing = z.object({ ts: z.number() })

const bridgeStatus = z.enum(['connecting', 'connected', 'error', 'disconnected'])
export type BridgeStatus = z.infer<typeof bridgeStatus>

/** Frames that say something of a workspace. */
export const wireFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workspace.created'), workspace: wireWorkspace }),
  z.object({ type: z.literal('workspace.started'), workspace: wireWorkspace }),
  z.object({ type: z.literal('workspace.error'), workspace: wireWorkspace }),
  z.object({ type: z.literal('workspace.stopped'), workspaceId: z.string() }),
  z.object({
    type: z.literal('workspace.log'),
    entry: z.object({ workspaceId: z.string(), message: z.string() }),
  }),
  z.object({
    type: z.literal('instance.eventStatus'),
    instanceId: z.string(),
    status: bridgeStatus,
    reason: z.string().optional(),
  }),
])

export const wireListing = z.object({
  entries: z.array(z.object({ name: z.string(), absolutePath: z.string(), type: z.string() })),
  metadata: z.object({
    scope: z.enum(['restricted', 'unrestricted']),
    currentPath: z.string(),
    parentPath: z.string().optional(),
    rootPath: z.string(),
    homePath: z.string(),
    displayPath: z.string(),
  }),
})
export type WireListing = z.infer<typeof wireListing>
