// The host holds each server's life: however the host ends, the server and everything its agents started ends with
// it, and a server that ends by itself leaves nothing behind.

import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { ServerExit, ServerSpec } from '#contract/host'
import { fail, ok, type Result } from '#contract/result'
import { redactor } from '../redact.ts'
import { createGuard } from './guard.ts'
import { processStart } from './process-start.ts'
import { LIFELINE_VARIABLE } from './reaper.ts'
import { readRecords, removeRecord, writeRecord, type LifelineRecord } from './record.ts'
import { createTail } from './tail.ts'

export type ProcessSpec = Omit<ServerSpec, 'memo'>

export interface ProcessEvents {
  /** One line of stdout or stderr, redacted, at most 4000 characters. */
  readonly line?: (line: string) => void
  /** Exactly once, also after `stop`, when the server and all it left behind are gone. */
  readonly exit: (exit: ServerExit) => void
}

export interface ServerProcess {
  readonly pid: number
  /** Ends the server and everything it started: TERM, then KILL. Resolves when it is done; may be called again. */
  readonly stop: () => Promise<void>
}

export interface Lifeline {
  /** Codes: `not-found` (command or folder), `not-readable` (not executable), `storage`, `server-error`. */
  readonly start: (spec: ProcessSpec, on: ProcessEvents) => Promise<Result<ServerProcess>>
  /** Ends what a host left behind that could not do so itself. Answers how many servers that were. */
  readonly sweep: () => Promise<number>
}

/** What the server printed right before its end is still in the pipe when the exit is told. */
const LAST_OUTPUT_MS = 500

/**
 * @param dir where a small file per running server is kept
 */
export function createLifeline(dir: string, platform: NodeJS.Platform = process.platform): Lifeline {
  const ownStart = processStart(process.pid, platform)

  const start = async (spec: ProcessSpec, on: ProcessEvents): Promise<Result<ServerProcess>> => {
    if (!(await isFolder(spec.cwd))) return fail('not-found', `The folder ${spec.cwd} is not there.`)
    const token = randomUUID()
    const record = { hostPid: process.pid, hostStart: await ownStart, token }
    try {
      writeRecord(dir, { ...record, pid: null, start: null })
    } catch (cause) {
      return fail('storage', `Nothing can be written to ${dir} (${codeOf(cause)}), so no server was started.`)
    }
    const guard = createGuard(token, platform)
    const undo = async (cause: unknown): Promise<Result<never>> => {
      await guard.end()
      removeRecord(dir, token)
      return startFailure(spec.command, cause)
    }

    let child: ChildProcess
    try {
      child = spawnServer(spec, token)
    } catch (cause) {
      return undo(cause)
    }
    const pid = child.pid
    if (pid === undefined) return undo(await new Promise((resolve) => child.once('error', resolve)))
    guard.watch(pid)

    const tail = createTail(redactor(spec.redact), on.line ?? (() => {}))
    child.stdout?.on('data', tail.stream())
    child.stderr?.on('data', tail.stream())
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const ended = new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        guard.gone()
        void guard
          .end()
          .then(() => Promise.race([closed, pause(LAST_OUTPUT_MS)]))
          .then(() => {
            removeRecord(dir, token)
            on.exit({ id: spec.id, pid, code, signal, tail: tail.lines() })
            resolve()
          })
      })
    })
    // A signal that can't be delivered is an error event, and nothing to die of.
    child.on('error', () => {})

    const born = await processStart(pid, platform)
    if (child.exitCode === null && child.signalCode === null) noteBirth({ ...record, pid, start: born })

    const stop = async (): Promise<void> => {
      await guard.end()
      // Only when the guard itself failed is there anything left to end here.
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    }
    return ok({ pid, stop })
  }

  const noteBirth = (record: LifelineRecord): void => {
    try {
      writeRecord(dir, record)
    } catch {
      // The first record is there; its token finds the server too.
    }
  }

  const sweep = async (): Promise<number> => {
    const isLeft = await Promise.all(
      readRecords(dir).map(async (record) => {
        if (record.hostStart !== null && (await processStart(record.hostPid, platform)) === record.hostStart)
          return false
        const guard = createGuard(record.token, platform)
        const isRunning =
          record.pid !== null &&
          record.start !== null &&
          (await processStart(record.pid, platform)) === record.start
        if (isRunning && record.pid !== null) guard.watch(record.pid)
        await guard.end()
        removeRecord(dir, record.token)
        return isRunning
      }),
    )
    return isLeft.filter(Boolean).length
  }

  return { start, sweep }
}

const spawnServer = (spec: ProcessSpec, token: string): ChildProcess =>
  spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...spec.env, [LIFELINE_VARIABLE]: token },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: a Ctrl-C in the host's terminal is for the host, which ends the server in order.
    detached: true,
    windowsHide: true,
  })

function startFailure(command: string, cause: unknown): Result<never> {
  const code = codeOf(cause)
  if (code === 'ENOENT') return fail('not-found', `The program ${command} was not found.`)
  if (code === 'EACCES') return fail('not-readable', `The program ${command} may not be run.`)
  return fail('server-error', `The program ${command} could not be started (${code}).`)
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
