import { expect, test } from 'vitest'
import type { ServerExit, ServerSpec } from '#contract/host'
import { serverID } from '#contract/ids'
import { ok } from '#contract/result'
import type { Lifeline } from './lifeline/lifeline.ts'
import { createServerKeeper } from './server-keeper.ts'

const spec: ServerSpec = {
  id: serverID('s'),
  command: 'opencode',
  args: [],
  env: {},
  cwd: '/',
  redact: [],
  memo: { url: 'http://127.0.0.1:1', username: 'opencode', password: 'p' },
}

/** Servers that start only when `begin` says so. */
function setUp() {
  const running = new Set<number>()
  const exits: ServerExit[] = []
  const waiting: (() => void)[] = []
  let pid = 0
  const lifeline: Pick<Lifeline, 'start'> = {
    start: async ({ id }, on) => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      const own = ++pid
      running.add(own)
      const stop = async (): Promise<void> => {
        running.delete(own)
        on.exit({ id, pid: own, code: null, signal: 'SIGTERM', tail: [] })
      }
      return ok({ pid: own, stop })
    },
  }
  const keeper = createServerKeeper(lifeline, { exit: (exit) => exits.push(exit), line: () => {} })
  const begin = async (): Promise<void> => {
    await expect.poll(() => waiting.length).toBe(1)
    waiting.shift()?.()
  }
  return { keeper, begin, running, exits }
}

test('a server stopped while it starts does not run on unseen', async () => {
  const { keeper, begin, running, exits } = setUp()
  const starting = keeper.start(spec)
  const stopping = keeper.stop(spec.id)
  await begin()
  await Promise.all([starting, stopping])
  expect(running).toEqual(new Set())
  expect(exits).toHaveLength(1)
  expect(await keeper.live()).toEqual([])
})

test('a start asked for while the server stops waits for its end', async () => {
  const { keeper, begin, running } = setUp()
  const first = keeper.start(spec)
  await begin()
  await first
  const stopping = keeper.stop(spec.id)
  const second = keeper.start(spec)
  await begin()
  await stopping
  expect(await second).toEqual(ok({ pid: 2 }))
  expect(running).toEqual(new Set([2]))
})

test('a second start of a running server is refused', async () => {
  const { keeper, begin } = setUp()
  const first = keeper.start(spec)
  await begin()
  await first
  expect(await keeper.start(spec)).toMatchObject({ ok: false, error: { code: 'conflict' } })
})
