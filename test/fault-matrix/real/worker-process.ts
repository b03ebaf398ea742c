// The worker as the app runs it: a process of its own, on real sockets and a real disk.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { HostInit, HostMessage, WorkerMessage } from '#contract/host'
import type { Port } from '#contract/port'
import { fail } from '#contract/result'
import { CONTRACT_VERSION } from '#contract/version'
import type { WorkerLife } from '../worker-life.ts'

const ENTRY = join(import.meta.dirname, '../../../src/worker/index.ts')

interface WorkerProcess extends WorkerLife {
  /** Resolves when the process is gone. */
  readonly ended: Promise<unknown>
}

interface RelayedPort extends Port {
  receive(data: string): void
}

export function startWorkerProcess(init: Pick<HostInit, 'dataDir' | 'settings' | 'options'>): WorkerProcess {
  const child = fork(ENTRY, { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const ended = once(child, 'exit')
  const ports = new Map<number, { readonly feed: RelayedPort; readonly rpc: RelayedPort }>()
  let queue: HostMessage[] | null = []

  const post = (message: HostMessage): void => {
    if (child.connected) child.send(message, () => undefined)
  }
  const tell = (message: HostMessage): void => {
    if (queue) queue.push(message)
    else post(message)
  }
  const createPort = (window: number, port: 'feed' | 'rpc'): RelayedPort => {
    let onMessage = (_message: unknown): void => undefined
    return {
      post: (message) => tell({ type: 'window.data', window, port, data: JSON.stringify(message) }),
      onMessage: (listener) => void (onMessage = listener),
      onClose: (listener) => void child.once('exit', listener),
      close: () => undefined,
      receive: (data) => onMessage(JSON.parse(data)),
    }
  }

  child.on('message', (message: WorkerMessage) => {
    switch (message.type) {
      case 'ready':
        queue?.forEach(post)
        queue = null
        return
      case 'window.data':
        return ports.get(message.window)?.[message.port].receive(message.data)
      case 'request':
        return post({
          type: 'answer',
          request: message.request,
          result: fail('unsupported', 'This host starts nothing.'),
        })
      case 'fatal':
        throw new Error(message.message)
      default:
        return
    }
  })
  post({
    type: 'init',
    init: { v: CONTRACT_VERSION, ...init, live: [], notices: [], appRoot: '/nowhere' },
  })

  return {
    ended,
    tell,
    open: (window) => {
      const made = { feed: createPort(window, 'feed'), rpc: createPort(window, 'rpc') }
      ports.set(window, made)
      tell({ type: 'window.open', window, ports: 'relayed' })
      return { feed: made.feed, calls: made.rpc }
    },
    close: (window) => {
      ports.delete(window)
      tell({ type: 'window.close', window })
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
