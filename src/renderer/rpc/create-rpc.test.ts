import { expose } from 'comlink'
import { expect, test } from 'vitest'
import { sessionID } from '#contract/ids'
import type { Port } from '#contract/port'
import { ok } from '#contract/result'
import { server } from '../dev/make.ts'
import { createRpc } from './create-rpc.ts'
import { comlinkEndpoint } from './endpoint.ts'

const ref = { server, session: sessionID('ses_1'), message: null }
const never = new Promise<never>(() => {})

/** Two ends in one process; what crosses is JSON, as it is between processes. */
function pipe(): readonly [Port, Port] {
  const messageListeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []]
  const closeListeners: (() => void)[] = []
  const end = (own: 0 | 1): Port => ({
    post(message) {
      const copy: unknown = JSON.parse(JSON.stringify(message))
      queueMicrotask(() => messageListeners[own === 0 ? 1 : 0].forEach((listener) => listener(copy)))
    },
    onMessage: (listener) => void messageListeners[own].push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => closeListeners.forEach((listener) => listener()),
  })
  return [end(0), end(1)]
}

function worker(methods: object) {
  const [near, far] = pipe()
  expose(methods, comlinkEndpoint(far))
  return near
}

test('a call answers with the worker’s result', async () => {
  const { rpc, connect } = createRpc()
  connect(worker({ abort: async (args: unknown) => ok(args) }))
  expect(await rpc.abort(ref)).toEqual(ok(ref))
})

test('a call made before there is a connection waits for it', async () => {
  const { rpc, connect } = createRpc()
  const answer = rpc.abort(ref)
  connect(worker({ abort: async () => ok(null) }))
  expect(await answer).toEqual(ok(null))
})

test('calls under way fail as values when their port closes, later ones go to the next', async () => {
  const { rpc, connect } = createRpc()
  const port = worker({ abort: () => never })
  connect(port)
  const hanging = rpc.abort(ref)
  await Promise.resolve()
  port.close()
  expect(await hanging).toMatchObject({ ok: false, error: { code: 'port-closed' } })
  const waiting = rpc.abort(ref)
  connect(worker({ abort: async () => ok(null) }))
  expect(await waiting).toEqual(ok(null))
})

test('a new generation ends the calls of the one before', async () => {
  const { rpc, connect } = createRpc()
  connect(worker({ abort: () => never }))
  const hanging = rpc.abort(ref)
  await Promise.resolve()
  connect(worker({ abort: async () => ok(null) }))
  expect(await hanging).toMatchObject({ ok: false, error: { code: 'port-closed' } })
})

test('a worker that never answers, and one that throws, give failures', async () => {
  const silent = createRpc(0)
  silent.connect(worker({ abort: () => never }))
  expect(await silent.rpc.abort(ref)).toMatchObject({ ok: false, error: { code: 'timeout' } })
  const throwing = createRpc()
  throwing.connect(
    worker({
      abort: () => {
        throw new Error('broken')
      },
    }),
  )
  expect(await throwing.rpc.abort(ref)).toMatchObject({ ok: false, error: { code: 'server-error' } })
})
