/** The server's addresses and what answers them. */
import type { ServerResponse } from 'node:http'
import type { Auth } from './auth.ts'
import { isObject, textField } from './body.ts'
import { connectionKey, type Connections } from './connections.ts'
import type { Files } from './files.ts'
import type { Processes } from './processes.ts'
import { subFolder } from './proxy.ts'
import { empty, error, invalid, json, notFound, page, text, type Reply } from './replies.ts'
import { decode, type Call, type Route } from './router.ts'
import type { DocumentKind, Storage } from './storage.ts'
import type { ServerEvent } from './types.ts'
import type { Workspaces } from './workspaces.ts'
import type { Worktrees } from './worktrees.ts'

export interface Parts {
  readonly auth: Auth
  readonly connections: Connections
  readonly workspaces: Workspaces
  readonly processes: Processes
  readonly storage: Storage
  readonly worktrees: Worktrees
  readonly files: Files
  readonly meta: () => object
  readonly emit: (event: ServerEvent) => void
  /** Takes over a response as an event stream. */
  readonly openStream: (key: string, res: ServerResponse) => void
  /** True: the deletion of this workspace takes the server down. */
  readonly crashesOnDelete: (workspaceId: string) => boolean
  readonly crash: () => void
}

export function createRoutes(parts: Parts): readonly Route[] {
  return [
    ...authRoutes(parts),
    ...eventRoutes(parts),
    ...workspaceRoutes(parts),
    ...storageRoutes(parts),
    ...processRoutes(parts),
    { method: 'GET', pattern: '/api/meta', handle: () => json(200, parts.meta()) },
    { method: 'GET', pattern: '/api/filesystem', handle: ({ url }) => parts.files.list(url.searchParams) },
    {
      method: 'POST',
      pattern: '/api/filesystem/folders',
      handle: ({ body }) => parts.files.makeFolder(body),
    },
    {
      method: 'GET',
      pattern: '/api/filesystem/files/content',
      handle: ({ url }) => parts.files.read(url.searchParams),
    },
    { method: '*', pattern: '/api/*', isRaw: true, handle: () => json(404, { message: 'Not Found' }) },
    { method: '*', pattern: '/*', isRaw: true, handle: page },
  ]
}

const authRoutes = ({ auth }: Parts): readonly Route[] => [
  { method: 'GET', pattern: '/api/auth/status', handle: ({ req }) => auth.status(req) },
  { method: 'POST', pattern: '/api/auth/login', handle: ({ body }) => auth.login(body) },
  { method: 'POST', pattern: '/api/auth/token', handle: ({ body }) => auth.useToken(body) },
  { method: 'POST', pattern: '/api/auth/logout', handle: () => auth.logout() },
  {
    method: 'POST',
    pattern: '/api/auth/password',
    handle: () => text(409, 'The password is set from outside'),
  },
]

const eventRoutes = ({ connections, openStream }: Parts): readonly Route[] => [
  {
    method: 'GET',
    pattern: '/api/events',
    handle({ url, res }) {
      const ids = ['clientId', 'connectionId'].map((name) => {
        const [value, ...repeats] = url.searchParams.getAll(name)
        return repeats.length === 0 ? (value?.trim() ?? '') : ''
      })
      const [clientId, connectionId] = ids
      if (!clientId) return invalid('clientId')
      if (!connectionId) return invalid('connectionId')
      openStream(connectionKey(clientId, connectionId), res)
      return null
    },
  },
  {
    method: 'POST',
    pattern: '/api/client-connections/pong',
    handle({ body }) {
      const clientId = textField(body, 'clientId')
      const connectionId = textField(body, 'connectionId')
      if (clientId === null || connectionId === null) {
        return invalid(clientId === null ? 'clientId' : 'connectionId')
      }
      const pingTs = isObject(body) ? body['pingTs'] : undefined
      if (pingTs !== undefined && typeof pingTs !== 'number') return invalid('pingTs')
      const isKnown = connections.pong(connectionKey(clientId, connectionId))
      return isKnown ? empty(204) : error(404, 'Client connection not found')
    },
  },
]

function workspaceRoutes(parts: Parts): readonly Route[] {
  const { workspaces, worktrees } = parts
  const inFolder =
    (answer: (folder: string, call: Call) => Reply) =>
    (call: Call): Reply => {
      const workspace = workspaces.find(call.params['id'] ?? '')
      return workspace ? answer(workspace.path, call) : error(404, 'Workspace not found')
    }
  const root = '/api/workspaces/:id/worktrees'
  return [
    { method: 'GET', pattern: '/api/workspaces', handle: () => json(200, workspaces.list()) },
    {
      method: 'POST',
      pattern: '/api/workspaces',
      async handle({ body }) {
        const path = textField(body, 'path')
        if (path === null) return text(400, 'Path is required')
        const created = await workspaces.create(path, textField(body, 'name'))
        return created.ok ? json(201, created.workspace) : text(400, created.message)
      },
    },
    {
      method: 'GET',
      pattern: '/api/workspaces/:id',
      handle({ params }) {
        const workspace = workspaces.find(params['id'] ?? '')
        return workspace ? json(200, workspace) : error(404, 'Workspace not found')
      },
    },
    {
      method: 'DELETE',
      pattern: '/api/workspaces/:id',
      async handle({ params }) {
        const id = params['id'] ?? ''
        const isFatal = parts.crashesOnDelete(id)
        await workspaces.remove(id)
        if (!isFatal) return empty(204)
        parts.crash()
        return null
      },
    },
    { method: 'GET', pattern: root, handle: inFolder((folder) => worktrees.list(folder)) },
    { method: 'POST', pattern: root, handle: inFolder((folder, { body }) => worktrees.create(folder, body)) },
    { method: 'GET', pattern: `${root}/map`, handle: inFolder((folder) => worktrees.readMap(folder)) },
    {
      method: 'PUT',
      pattern: `${root}/map`,
      handle: inFolder((folder, { body }) => worktrees.writeMap(folder, body)),
    },
    {
      method: 'DELETE',
      pattern: `${root}/:slug`,
      handle: inFolder((folder, { params }) => worktrees.remove(folder, params['slug'] ?? '')),
    },
    ...['', '/*'].map((rest): Route => ({
      method: '*',
      pattern: `/workspaces/:id/worktrees/:slug/instance${rest}`,
      isRaw: true,
      handle: (call) => passOn(parts, call),
    })),
  ]
}

/** The framework's limit: a longer parameter is no match. */
const MAX_PARAM_LENGTH = 100

function passOn({ workspaces, worktrees }: Parts, { req, res, url, params }: Call): Reply | null {
  const { id = '', slug = '' } = params
  if (slug.length > MAX_PARAM_LENGTH) return notFound(req.method ?? 'GET', url.pathname)
  const workspace = workspaces.find(id)
  if (!workspace) return error(404, 'Workspace not found')
  const running = workspaces.running(id)
  if (!running) return error(502, 'Workspace instance is not ready')
  const worktree = worktrees.find(workspace.path, slug)
  if (worktree === null) return error(404, 'Worktree not found')

  // Decoded once and sent again: an encoded slash or question mark becomes a real one.
  const path = decode(params['*'] ?? '')
  if (path === null) return error(400, 'Bad path')
  if (path !== '__dir' && !path.startsWith('__dir/')) {
    running.proxy.pass(req, res, { path: `/${path}`, search: url.search, directory: worktree })
    return null
  }
  const [, encoded, ...rest] = path.split('/')
  const sub = subFolder(encoded, workspace.path)
  if ('problem' in sub) return error(400, sub.problem)
  running.proxy.pass(req, res, { path: `/${rest.join('/')}`, search: url.search, directory: sub.folder })
  return null
}

function storageRoutes({ storage, workspaces, emit }: Parts): readonly Route[] {
  const kinds: readonly DocumentKind[] = ['config', 'state']
  const instance = '/api/storage/instances/:id'
  /** Kept by folder, so that it is found again under the next workspace's id. */
  const folderOf = (id: string): string => workspaces.find(id)?.path ?? id
  return [
    ...kinds.flatMap((kind) =>
      ['', '/:owner'].flatMap((owner): readonly Route[] => [
        {
          method: 'GET',
          pattern: `/api/storage/${kind}${owner}`,
          handle: ({ params }) => storage.read(kind, params['owner'] ?? null),
        },
        {
          method: 'PATCH',
          pattern: `/api/storage/${kind}${owner}`,
          handle: ({ params, body }) => storage.patch(kind, params['owner'] ?? null, body, emit),
        },
      ]),
    ),
    {
      method: 'GET',
      pattern: instance,
      handle: ({ params }) => storage.readInstance(folderOf(params['id'] ?? '')),
    },
    ...['PUT', 'DELETE'].map((method): Route => ({
      method,
      pattern: instance,
      handle: ({ params, body }) =>
        storage.writeInstance(folderOf(params['id'] ?? ''), params['id'] ?? '', body, emit),
    })),
  ]
}

function processRoutes({ processes, workspaces }: Parts): readonly Route[] {
  const root = '/workspaces/:id/plugin/background-processes'
  return [
    { method: 'GET', pattern: root, handle: ({ params }) => processes.list(params['id'] ?? '') },
    {
      method: 'POST',
      pattern: root,
      handle({ params, body }) {
        const workspace = workspaces.find(params['id'] ?? '')
        return workspace ? processes.start(workspace.id, workspace.path, body) : invalid('id')
      },
    },
    {
      method: 'POST',
      pattern: `${root}/:pid/stop`,
      handle: ({ params }) => processes.stop(params['pid'] ?? ''),
    },
    {
      method: 'POST',
      pattern: `${root}/:pid/terminate`,
      handle: ({ params }) => processes.terminate(params['pid'] ?? ''),
    },
  ]
}
