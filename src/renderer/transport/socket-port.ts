// Two ports in one WebSocket: a frame is one letter for the port and the JSON text.

import type { Port } from '#contract/port'
import type { Ports } from './transport.ts'

interface Channel {
  readonly port: Port
  receive(message: unknown): void
  closed(): void
}

export interface SocketPorts extends Ports {
  receive(frame: string): void
  closed(): void
}

export function socketPorts(send: (frame: string) => void, close: () => void): SocketPorts {
  const feed = channel((message) => send(`f${JSON.stringify(message)}`), close)
  const rpc = channel((message) => send(`r${JSON.stringify(message)}`), close)
  return {
    feed: feed.port,
    rpc: rpc.port,
    receive(frame) {
      const target = frame.startsWith('f') ? feed : frame.startsWith('r') ? rpc : null
      target?.receive(JSON.parse(frame.slice(1)))
    },
    closed() {
      feed.closed()
      rpc.closed()
    },
  }
}

function channel(post: (message: unknown) => void, close: () => void): Channel {
  const messageListeners: ((message: unknown) => void)[] = []
  const closeListeners: (() => void)[] = []
  let open = true
  return {
    port: {
      post: (message) => open && post(message),
      onMessage: (listener) => void messageListeners.push(listener),
      onClose: (listener) => void closeListeners.push(listener),
      close,
    },
    receive(message) {
      for (const listener of messageListeners) listener(message)
    },
    closed() {
      if (!open) return
      open = false
      for (const listener of closeListeners) listener()
    },
  }
}
