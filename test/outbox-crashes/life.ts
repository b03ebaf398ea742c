// One life of a worker's outbox and its server, on a journal that outlives it. A life that is killed goes on
// computing, as nothing stops it in one process, but from then on nothing of it has any effect.

import { serverID } from '#contract/ids'
import { openJournal, type Journal } from '../../src/worker/journal/database.ts'
import { createJournalStore, type JournalStore } from '../../src/worker/journal/store.ts'
import type { Clock } from '../../src/worker/clock.ts'
import { followMirror } from '../../src/worker/outbox/follow.ts'
import { createOutbox, type Outbox } from '../../src/worker/outbox/outbox.ts'
import { createServerRuntime, type ServerRuntime } from '../../src/worker/servers/runtime.ts'

export const SERVER = serverID('double')
export const DIRECTORY = '/work/project'

export interface Life {
  readonly outbox: Outbox
  readonly runtime: ServerRuntime
  readonly store: JournalStore
  kill(): void
  readonly isAlive: () => boolean
}

export interface LifeOptions {
  readonly folder: string
  readonly clock: Clock
  readonly random: () => number
  readonly fetch: typeof fetch
  /** Effects after which it is killed: writes, requests, answers. */
  readonly effects: number
}

const WRITES = /^(save|settle|remove|add|told|begin|end|set|write)/

export function startLife(options: LifeOptions): Life {
  let left = options.effects
  let alive = true
  const step = (): void => {
    if (--left <= 0) alive = false
  }
  const never = <T>() => new Promise<T>(() => undefined)

  const clock: Clock = {
    ...options.clock,
    now: options.clock.now,
    after: (ms, fn) => options.clock.after(ms, () => alive && fn()),
  }
  const opened = openJournal(options.folder)
  const store = new Proxy(
    createJournalStore(withoutSync(opened), (sentence) => {
      throw new Error(sentence)
    }),
    {
      get: (target, name: keyof JournalStore & string) => {
        const call = target[name] as (...args: readonly unknown[]) => unknown
        if (!WRITES.test(name)) return call
        return (...args: readonly unknown[]) => {
          if (!alive) return false
          const result = call(...args)
          step()
          return result
        }
      },
    },
  )
  const lifelong: typeof fetch = async (input, init) => {
    if (!alive) return never()
    const isWrite = (init?.method ?? 'GET') !== 'GET'
    try {
      const response = await options.fetch(input, init)
      if (isWrite) step()
      return alive ? response : await never()
    } catch (error) {
      if (!alive) return never()
      throw error
    }
  }

  const outbox: Outbox = createOutbox({
    journal: store,
    clock,
    runtime: () => runtime,
    onChange: () => undefined,
  })
  const runtime: ServerRuntime = createServerRuntime({
    id: SERVER,
    kind: 'url',
    name: 'Double',
    clock,
    random: options.random,
    fetch: lifelong,
    journal: store,
    onOps: (from, ops) => {
      if (alive) followMirror(outbox, from.id, ops)
    },
    saveCache: () => false,
    isOpen: () => true,
    openSessions: () => [...runtime.state.sessions.keys()],
    visibleSessions: () => [],
    say: () => undefined,
    onLive: (live) => outbox.pump(live.id),
  })
  const project = { server: SERVER, directory: DIRECTORY, name: 'project', openedAt: 0, reachable: true }
  runtime.dispatch({ type: 'project.upsert', project })
  runtime.connect({ url: 'http://double', username: '', password: '' }, null)
  return {
    outbox,
    runtime,
    store,
    isAlive: () => alive,
    kill: () => {
      alive = false
      runtime.close()
    },
  }
}

/** These lives end with a process, not with the power: nothing need wait for the disk. */
function withoutSync(opened: Journal): Journal {
  const { db } = opened
  db.exec('PRAGMA synchronous = OFF')
  const exec = db.exec.bind(db)
  db.exec = (sql) => {
    if (!sql.startsWith('PRAGMA synchronous')) exec(sql)
  }
  return opened
}
