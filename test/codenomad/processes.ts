/** Background processes of workspaces, as records only: nothing is run. */
import type { Clock } from '../../src/worker/clock.ts'
import { textField, type JsonObject } from './body.ts'
import { empty, error, invalid, json, type Reply } from './replies.ts'

interface Process {
  readonly id: string
  readonly workspaceId: string
  readonly title: string
  readonly command: string
  readonly cwd: string
  readonly status: 'running' | 'stopped' | 'error'
  readonly pid: number
  readonly startedAt: string
  readonly stoppedAt?: string
  readonly exitCode?: number
  readonly outputSizeBytes: number
  readonly terminalReason?: 'finished' | 'failed' | 'user_stopped'
  readonly notifyEnabled: boolean
}

export interface Processes {
  list(workspaceId: string): Reply
  start(workspaceId: string, cwd: string, body: unknown): Reply
  stop(id: string): Reply
  /** Ends and forgets it. */
  terminate(id: string): Reply
  /** It ends by itself. */
  finish(id: string, exitCode: number): void
  isAnyRunning(workspaceId: string): boolean
}

const FIRST_PID = 7_000

export function createProcesses(
  clock: Clock,
  emit: (workspaceId: string, event: JsonObject) => void,
): Processes {
  const all = new Map<string, Process>()
  let started = 0

  const iso = (): string => new Date(clock.now()).toISOString()
  const put = (process: Process): Process => {
    all.set(process.id, process)
    emit(process.workspaceId, { type: 'background.process.updated', properties: { process } })
    return process
  }
  const end = (process: Process, how: Partial<Process>): Process =>
    put({ ...process, status: 'stopped', stoppedAt: iso(), ...how })

  return {
    list: (workspaceId) =>
      json(200, { processes: [...all.values()].filter((process) => process.workspaceId === workspaceId) }),
    start(workspaceId, cwd, body) {
      const title = textField(body, 'title')
      const command = textField(body, 'command')
      if (title === null || command === null) return invalid(title === null ? 'title' : 'command')
      started += 1
      const startedAt = iso()
      const minute = startedAt.slice(0, 16).replace(':', '')
      const process = put({
        id: `proc_${minute}_${started.toString(16).padStart(6, '0')}`,
        workspaceId,
        title,
        command,
        cwd,
        status: 'running',
        pid: FIRST_PID + started,
        startedAt,
        outputSizeBytes: 0,
        notifyEnabled: false,
      })
      return json(201, process)
    },
    stop(id) {
      const process = all.get(id)
      if (!process) return error(404, 'Process not found')
      if (process.status !== 'running') return json(200, process)
      return json(200, end(process, { terminalReason: 'user_stopped' }))
    },
    terminate(id) {
      const process = all.get(id)
      if (!process) return error(404, 'Process not found')
      all.delete(id)
      emit(process.workspaceId, { type: 'background.process.removed', properties: { processId: id } })
      return empty(204)
    },
    finish(id, exitCode) {
      const process = all.get(id)
      if (process?.status !== 'running') return
      const terminalReason = exitCode === 0 ? 'finished' : 'failed'
      end(process, { exitCode, terminalReason, status: exitCode === 0 ? 'stopped' : 'error' })
    },
    isAnyRunning: (workspaceId) =>
      [...all.values()].some(
        (process) => process.workspaceId === workspaceId && process.status === 'running',
      ),
  }
}
