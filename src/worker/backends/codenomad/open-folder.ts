// A person opens a folder: its workspace is found or made. Making one takes seconds and is answered only
// when it is ready, so it goes on by itself and the folder shows how far it is.

import { fail, ok, type Result } from '#contract/result'
import type { FolderRun } from '#contract/model'
import type { Clock } from '../../clock.ts'
import type { JsonHttp } from '../json-http.ts'
import { wireProcesses, wireWorkspace } from './wire.ts'
import type { Workspaces } from './workspaces.ts'

/** The server has no limit of its own: it waits for ever for an opencode that never says it listens. */
const CREATE_TIMEOUT_MS = 60_000

export interface OpenFolderOptions {
  readonly http: JsonHttp
  readonly workspaces: Workspaces
  readonly clock: Clock
  readonly onRun: (directory: string, run: FolderRun) => void
  /** Asks the server for its list anew. */
  readonly relist: () => Promise<void>
}

export function createOpenFolder(options: OpenFolderOptions) {
  const { http, workspaces, clock } = options
  const creating = new Set<string>()

  /** A record of what has ended. The server crashes when one is deleted whose background process still runs. */
  const removeRecord = async (id: string): Promise<void> => {
    const path = `/workspaces/${id}/plugin/background-processes`
    const known = await http.read(wireProcesses, { path })
    for (const process of known.ok ? known.value.processes : []) {
      if (process.status !== 'running') continue
      await http.send({ method: 'POST', path: `${path}/${encodeURIComponent(process.id)}/terminate` })
    }
    const removed = await http.send({ method: 'DELETE', path: `/api/workspaces/${id}` })
    if (removed.ok) workspaces.remove(id)
  }

  const hasEnded = (directory: string): string | null => {
    const there = workspaces.at(directory)
    return there?.status === 'error' || there?.status === 'stopped' ? there.id : null
  }

  const create = async (directory: string): Promise<void> => {
    const since = clock.now()
    options.onRun(directory, { state: 'starting', since })
    const before = hasEnded(directory)
    if (before !== null) {
      await removeRecord(before)
      options.onRun(directory, { state: 'starting', since })
    }
    const made = await http.read(wireWorkspace, {
      method: 'POST',
      path: '/api/workspaces',
      body: { path: directory },
      timeoutMs: CREATE_TIMEOUT_MS,
    })
    if (made.ok) return
    const { code, message } = made.error
    if (code === 'timeout') {
      // Never deleted while it starts: its opencode would be left behind. It may yet come up.
      const reason = 'The server has not started this folder within 60 s.'
      options.onRun(directory, { state: 'error', reason, tail: [] })
      return
    }
    await options.relist()
    const left = hasEnded(directory)
    if (left !== null) await removeRecord(left)
    const [reason = 'The server could not start this folder.', ...tail] = message.split('\n')
    options.onRun(directory, { state: 'error', reason, tail: tail.filter((line) => line.trim() !== '') })
  }

  /** `onNamed`: before anything is said of it. */
  const open = async (typed: string, onNamed: (directory: string) => void): Promise<Result<string>> => {
    const directory = /^([A-Za-z]:)?[\\/]$/.test(typed) ? typed : typed.replace(/[\\/]+$/, '')
    if (!/^(?:[\\/]|[A-Za-z]:)/.test(directory)) {
      return fail('bad-request', 'A folder’s path starts at the root of the disk.')
    }
    onNamed(directory)
    const status = workspaces.at(directory)?.status
    if (status === 'ready' || status === 'starting' || creating.has(directory)) return ok(directory)
    creating.add(directory)
    void create(directory).finally(() => creating.delete(directory))
    return ok(directory)
  }

  return { open, isOpening: (directory: string): boolean => creating.has(directory) }
}
