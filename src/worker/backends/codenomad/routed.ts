// opencode's calls, each sent through the server to the opencode of the folder it speaks of.

import type { SessionID } from '#contract/ids'
import { fail, type Failure, type Result } from '#contract/result'
import { withReaders, type JsonHttp } from '../json-http.ts'
import type { Workspaces } from './workspaces.ts'

export interface RoutedOptions {
  readonly http: JsonHttp
  readonly workspaces: Workspaces
  readonly directoryOf: (session: SessionID) => string | null
  /** The server does not know a folder that we hold. */
  readonly relist: () => void
  /** Which folders run there is known; null: it is already. */
  readonly whenListed: () => Promise<void> | null
}

export function createRoutedHttp({ http, workspaces, ...options }: RoutedOptions): JsonHttp {
  return withReaders(async (call) => {
    const directory = call.query?.['directory'] ?? (call.session && options.directoryOf(call.session)) ?? null
    if (directory === null) return fail('not-found', 'It is not known in which folder that session lives.')
    const listed = options.whenListed()
    if (listed) await listed
    const workspace = workspaces.around(directory)
    if (workspace?.status !== 'ready') return notRunning(workspace?.status ?? 'stopped')
    // The folder goes into the path: in the query it would win over the workspace that is asked.
    const { directory: _directory, ...query } = call.query ?? {}
    const inside =
      directory === workspace.directory ? '' : `/__dir/${Buffer.from(directory).toString('base64url')}`
    const path = `/workspaces/${workspace.id}/worktrees/root/instance${inside}${call.path}`
    const answer = await http.request({ ...call, query, path })
    return answer.ok ? answer : serversOwn(answer.error, options.relist)
  })
}

function notRunning(status: string): Result<never> {
  if (status === 'starting') return fail('offline', 'This folder is still starting on the server.')
  return fail('offline', 'This folder does not run on the server.')
}

/** What the server answers in opencode's place: the folder can't be reached, and nothing is said of the rest. */
function serversOwn(error: Failure, relist: () => void): Result<never> {
  const { message } = error
  if (message === 'Workspace not found' || message === 'Worktree not found') {
    relist()
    return notRunning('stopped')
  }
  return { ok: false, error }
}
