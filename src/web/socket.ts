// The browser host's windows: one WebSocket is one window, both its ports in it. A frame is one letter for the port
// and the JSON text, which nobody reads on the way.

import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { HostMessage, WorkerMessage } from '#contract/host'
import type { Auth } from './auth.ts'
import { isLoopbackHost, isOwnOrigin } from './request-origin.ts'

export const SOCKET_PATH = '/ws'

/** A prompt with images goes up in one frame. */
const MAX_FRAME_BYTES = 64 * 1024 * 1024

/**
 * The feed keeps two batches under way, so only large answers pile up; a browser further behind than this has
 * stopped reading. Its window connects again and gets a snapshot.
 */
const MAX_WAITING_BYTES = 128 * 1024 * 1024

/** A tunnel that died says nothing; a window without a sign of life for two rounds is gone. */
const PING_MS = 15_000

/** RFC 6455: the service restarts, come back. */
const RESTARTED = 1012

const PORTS = { f: 'feed', r: 'rpc' } as const

export interface SocketWindows {
  readonly onWorkerMessage: (message: Extract<WorkerMessage, { type: 'window.data' }>) => void
  /** From now on browsers get a window; before, they are told to come back. */
  readonly workerReady: () => void
  /** The next worker knows no window: all of them connect again. */
  readonly workerGone: () => void
  readonly close: () => void
}

export function acceptWindows(
  server: Server,
  auth: Auth,
  post: (message: HostMessage) => void,
): SocketWindows {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  })
  const windows = new Map<number, WebSocket>()
  const silent = new WeakSet<WebSocket>()
  let isReady = false
  let lastWindow = 0

  const add = (socket: WebSocket): void => {
    const window = ++lastWindow
    windows.set(window, socket)
    post({ type: 'window.open', window, ports: 'relayed' })
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : readFrame(text(data))
      if (message === null) return socket.close(1003)
      post({ type: 'window.data', window, ...message })
    })
    socket.on('pong', () => silent.delete(socket))
    socket.on('close', () => {
      if (windows.delete(window)) post({ type: 'window.close', window })
    })
    // A frame too large, a broken connection: the close event follows.
    socket.on('error', () => {})
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const status = refusal(request, auth) ?? (isReady ? null : '503 Service Unavailable')
    if (status === null) return sockets.handleUpgrade(request, stream, head, add)
    stream.on('error', () => {})
    stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })

  const pinging = setInterval(() => {
    for (const socket of windows.values()) {
      if (silent.has(socket)) socket.terminate()
      silent.add(socket)
      socket.ping()
    }
  }, PING_MS)

  const forgetAll = (): readonly WebSocket[] => {
    const all = [...windows.values()]
    windows.clear()
    return all
  }

  return {
    onWorkerMessage: ({ window, port, data }) => {
      const socket = windows.get(window)
      if (socket === undefined) return
      if (socket.bufferedAmount > MAX_WAITING_BYTES) return socket.terminate()
      socket.send(`${port === 'feed' ? 'f' : 'r'}${data}`)
    },
    workerReady: () => {
      isReady = true
    },
    workerGone: () => {
      isReady = false
      for (const socket of forgetAll()) socket.close(RESTARTED)
    },
    close: () => {
      clearInterval(pinging)
      for (const socket of forgetAll()) socket.terminate()
      sockets.close()
    },
  }
}

function refusal(request: IncomingMessage, auth: Auth): string | null {
  const path = (request.url ?? '').split('?')[0]
  if (!isLoopbackHost(request.headers.host) || !isOwnOrigin(request.headers)) return '403 Forbidden'
  if (!auth.isSignedIn(request.headers.cookie)) return '401 Unauthorized'
  return path === SOCKET_PATH ? null : '404 Not Found'
}

function readFrame(frame: string): { readonly port: 'feed' | 'rpc'; readonly data: string } | null {
  const letter = frame[0]
  return letter === 'f' || letter === 'r' ? { port: PORTS[letter], data: frame.slice(1) } : null
}

const text = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString()
