// The servers that run now, kept by the host so that they outlive a worker: a new one is handed this list.

import type { HostAnswers, LiveServer, ServerExit, ServerSpec } from '#contract/host'
import type { ServerID } from '#contract/ids'
import { fail, ok, type Result } from '#contract/result'
import type { Lifeline, ServerProcess } from './lifeline/lifeline.ts'

export interface ServerKeeper {
  /** Code `conflict` when a server with this id runs already, else those of `Lifeline.start`. */
  readonly start: (spec: ServerSpec) => Promise<Result<HostAnswers['server.start']>>
  /** Also fine for a server that is not there. */
  readonly stop: (id: ServerID) => Promise<Result<HostAnswers['server.stop']>>
  readonly stopAll: () => Promise<void>
  /** Once nothing is just being started or stopped. */
  readonly live: () => Promise<readonly LiveServer[]>
}

export interface KeeperEvents {
  readonly exit: (exit: ServerExit) => void
  readonly line: (id: ServerID, line: string) => void
}

interface Kept {
  readonly spec: ServerSpec
  /** Null while it is being started. */
  process: ServerProcess | null
  /** Resolves, never rejects, when it has started or failed to. */
  started: Promise<unknown>
  /** Resolves when it is gone; null while nobody wants that. */
  stopping: Promise<void> | null
}

export function createServerKeeper(lifeline: Pick<Lifeline, 'start'>, on: KeeperEvents): ServerKeeper {
  const kept = new Map<ServerID, Kept>()
  const underWay = new Set<Promise<unknown>>()

  const tracked = <T>(work: Promise<T>): Promise<T> => {
    const done: Promise<unknown> = work.finally(() => underWay.delete(done))
    underWay.add(done)
    return work
  }

  const startNow = async (spec: ServerSpec): Promise<Result<HostAnswers['server.start']>> => {
    const stopping = kept.get(spec.id)?.stopping
    if (stopping) await stopping
    if (kept.has(spec.id)) return fail('conflict', 'This server is running already.')
    const starting = lifeline.start(spec, {
      line: (line) => on.line(spec.id, line),
      exit: (exit) => {
        if (kept.get(spec.id) === entry) kept.delete(spec.id)
        on.exit(exit)
      },
    })
    const entry: Kept = { spec, process: null, started: starting.catch(() => {}), stopping: null }
    kept.set(spec.id, entry)
    const started = await starting
    if (!started.ok) {
      kept.delete(spec.id)
      return started
    }
    entry.process = started.value
    return ok({ pid: started.value.pid })
  }

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay)
  }

  const end = async (entry: Kept): Promise<void> => {
    // One that is just being started has no process yet that could be stopped.
    await entry.started
    await entry.process?.stop()
  }

  const stopNow = async (id: ServerID): Promise<Result<null>> => {
    const entry = kept.get(id)
    if (entry !== undefined) await (entry.stopping ??= end(entry))
    return ok(null)
  }

  return {
    start: (spec) => tracked(startNow(spec)),
    stop: (id) => tracked(stopNow(id)),
    stopAll: async () => {
      await settled()
      await Promise.all([...kept.keys()].map(stopNow))
    },
    live: async () => {
      await settled()
      return [...kept].flatMap(([id, { spec, process }]) =>
        process === null ? [] : [{ id, pid: process.pid, memo: spec.memo }],
      )
    },
  }
}
