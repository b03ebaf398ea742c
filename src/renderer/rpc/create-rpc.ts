// Calls to the worker. comlink never settles a call whose port died, so each call races its port's
// generation and a deadline, and answers with a failure as a value.

import { wrap } from 'comlink'
import type { Port } from '#contract/port'
import { fail, type Result } from '#contract/result'
import { RPC_DEADLINE_MS, type Rpc } from '#contract/rpc'
import { strings } from '../strings/en.ts'
import { comlinkEndpoint } from './endpoint.ts'

type Call = (args: unknown) => Promise<Result<unknown>>
type Remote = Readonly<Record<string, Call | undefined>>

interface Generation {
  readonly remote: Remote
  readonly closed: Promise<Result<never>>
}

export interface RpcClient {
  readonly rpc: Rpc
  /** A new generation: calls from now on go to this port, those of the last one have failed. */
  connect(port: Port): void
}

export function createRpc(deadlineMs = RPC_DEADLINE_MS): RpcClient {
  let current: Generation | null = null
  let waiting: ((generation: Generation) => void)[] = []
  let closeCurrent: (() => void) | null = null

  const generation = (): Promise<Generation> =>
    current === null ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(current)

  async function ask(method: string, args: unknown): Promise<Result<unknown>> {
    const { remote, closed } = await generation()
    const call = remote[method]
    if (call === undefined) return fail('unsupported', strings.rpcUnknown(method))
    return Promise.race([call(args), closed])
  }

  const rpc = new Proxy({} as Rpc, {
    get: (_target, method) => {
      // A proxy that answers `then` would be taken for a promise.
      if (typeof method !== 'string' || method === 'then') return undefined
      return (args: unknown) => withDeadline(ask(method, args), deadlineMs)
    },
  })

  return {
    rpc,
    connect(port) {
      closeCurrent?.()
      let close = () => {}
      const closed = new Promise<Result<never>>((resolve) => {
        close = () => resolve(fail('port-closed', strings.rpcClosed))
      })
      const next: Generation = { remote: wrap(comlinkEndpoint(port)) as unknown as Remote, closed }
      closeCurrent = close
      port.onClose(() => {
        close()
        if (current === next) current = null
      })
      current = next
      const ready = waiting
      waiting = []
      for (const resolve of ready) resolve(next)
    },
  }
}

function withDeadline(answer: Promise<Result<unknown>>, deadlineMs: number): Promise<Result<unknown>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(fail('timeout', strings.rpcTimeout(deadlineMs))), deadlineMs)
    answer
      .catch((error: unknown) => fail('server-error', error instanceof Error ? error.message : String(error)))
      .then((result) => {
        clearTimeout(timer)
        resolve(result)
      })
  })
}
