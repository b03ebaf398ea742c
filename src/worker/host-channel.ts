// The worker's side of the host channel: the same under a utility process and under a child process.

import type { HostAnswers, HostMessage, HostRequest, WorkerMessage } from '#contract/host'
import type { Port } from '#contract/port'
import { fail, type Result } from '#contract/result'

/** The host's ports of a transferred window come beside the message. */
export interface HostEvent {
  readonly message: HostMessage
  readonly ports: readonly Port[]
}

export interface HostChannel {
  post(message: WorkerMessage): void
  onEvent(listener: (event: HostEvent) => void): void
  request<T extends HostRequest['type']>(
    ask: Extract<HostRequest, { readonly type: T }>,
  ): Promise<Result<HostAnswers[T]>>
}

/** The slowest request is a server's start; its boot is not part of it. */
const REQUEST_DEADLINE_MS = 30_000

export interface HostPipe {
  post(message: WorkerMessage): void
  onMessage(listener: (message: HostMessage, ports: readonly Port[]) => void): void
}

export function createHostChannel(pipe: HostPipe): HostChannel {
  const waiting = new Map<number, (result: Result<HostAnswers[HostRequest['type']]>) => void>()
  const listeners: ((event: HostEvent) => void)[] = []
  let requests = 0
  pipe.onMessage((message, ports) => {
    if (message.type === 'ping') {
      pipe.post({ type: 'pong', n: message.n })
      return
    }
    if (message.type === 'answer') {
      waiting.get(message.request)?.(message.result)
      return
    }
    for (const listener of listeners) listener({ message, ports })
  })
  return {
    post: (message) => pipe.post(message),
    onEvent: (listener) => listeners.push(listener),
    request: <T extends HostRequest['type']>(ask: Extract<HostRequest, { readonly type: T }>) =>
      new Promise<Result<HostAnswers[T]>>((resolve) => {
        const request = ++requests
        const timer = setTimeout(() => {
          waiting.delete(request)
          resolve(fail('timeout', 'The app did not answer its own worker.'))
        }, REQUEST_DEADLINE_MS)
        waiting.set(request, (result) => {
          clearTimeout(timer)
          waiting.delete(request)
          // The host answers a request with the value of its type.
          resolve(result as Result<HostAnswers[T]>)
        })
        pipe.post({ type: 'request', request, ask })
      }),
  }
}
