// Windows of the browser host: their two ports come through the host as JSON texts.

import type { HostMessage, WorkerMessage } from '#contract/host'
import type { Port } from '#contract/port'

interface RelayedPort extends Port {
  receive(data: string): void
  ended(): void
}

export interface Relay {
  /** [feed, rpc] of a new window. */
  open(window: number): readonly [Port, Port]
  receive(message: Extract<HostMessage, { readonly type: 'window.data' }>): void
  close(window: number): void
}

export function createRelay(post: (message: WorkerMessage) => void): Relay {
  const windows = new Map<number, { readonly feed: RelayedPort; readonly rpc: RelayedPort }>()

  const createPort = (window: number, port: 'feed' | 'rpc'): RelayedPort => {
    let onMessage = (_message: unknown): void => {}
    let onClose = (): void => {}
    let open = true
    return {
      post: (message) => {
        if (open) post({ type: 'window.data', window, port, data: JSON.stringify(message) })
      },
      onMessage: (listener) => {
        onMessage = listener
      },
      onClose: (listener) => {
        onClose = listener
      },
      close: () => {
        open = false
      },
      receive: (data) => {
        const message = parse(data)
        if (open && message !== undefined) onMessage(message)
      },
      ended: () => {
        if (!open) return
        open = false
        onClose()
      },
    }
  }

  const close = (window: number): void => {
    const ports = windows.get(window)
    windows.delete(window)
    ports?.feed.ended()
    ports?.rpc.ended()
  }

  return {
    close,
    open: (window) => {
      close(window)
      const ports = { feed: createPort(window, 'feed'), rpc: createPort(window, 'rpc') }
      windows.set(window, ports)
      return [ports.feed, ports.rpc]
    },
    receive: ({ window, port, data }) => windows.get(window)?.[port].receive(data),
  }
}

/** What a page sends is not ours to trust: text that is no JSON is dropped. */
function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
