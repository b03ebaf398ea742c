/** The built renderer with a scripted worker behind it: a bench decides every batch that the window gets. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import { contentSession } from '#contract/content-session'
import type { FeedMessage, WindowMessage, WindowState } from '../../src/contract/feed.ts'
import { epoch } from '../../src/contract/ids.ts'
import type { Op } from '../../src/contract/ops.ts'
import { readPageFile } from '../../src/host/page/files.ts'
import { securityHeaders } from '../../src/host/page/policy.ts'
import { server } from '../../src/renderer/dev/make.ts'

export interface PageHost {
  readonly url: string
  /** What a window is given at its hello. */
  setSnapshot(ops: readonly Op[]): void
  push(ops: readonly Op[]): void
  /** Called when the window says what it shows. */
  onState(listener: ((state: WindowState) => void) | null): void
  close(): Promise<void>
}

const root = join(import.meta.dirname, '../../out/renderer')

export async function startPageHost(): Promise<PageHost> {
  let snapshot: readonly Op[] = []
  let socket: WebSocket | null = null
  let batch = 0
  let listener: ((state: WindowState) => void) | null = null
  let states = 0
  /** As the worker does, a session is told to a window when that opens it. */
  let open: readonly string[] = []

  const post = (ops: readonly Op[], reset: boolean): void => {
    batch += 1
    const upTo = { [server]: { epoch: epoch('bench'), seq: batch } }
    socket?.send(
      `f${JSON.stringify({ type: 'batch', batch, reset, more: false, states, ops, upTo } satisfies FeedMessage)}`,
    )
  }
  const hear = (frame: string): void => {
    if (frame.startsWith('r')) {
      const call = JSON.parse(frame.slice(1)) as { id?: string }
      const value = { ok: false, error: { code: 'unsupported', message: 'Not in a bench.' } }
      socket?.send(`r${JSON.stringify({ id: call.id, type: 'RAW', value })}`)
      return
    }
    const message = JSON.parse(frame.slice(1)) as WindowMessage
    if (message.type === 'hello') post(snapshot, true)
    if (message.type === 'hello') states = 0
    if (message.type === 'state') {
      states++
      const known = new Set(open)
      post(
        snapshot.filter((op) => {
          const session = contentSession(op)
          return (
            session !== null &&
            message.state.open.some((ref) => ref.session === session.session) &&
            !known.has(session.session)
          )
        }),
        false,
      )
    }
    if (message.type !== 'ack') open = message.state.open.map((ref) => ref.session)
    if (message.type !== 'ack') listener?.(message.state)
  }

  const http = createServer((request, response) => {
    void readPageFile(root, new URL(request.url ?? '/', 'http://localhost').pathname).then((file) => {
      if (file === null) return response.writeHead(404).end()
      response.writeHead(200, { ...securityHeaders("'self'"), 'content-type': file.mime })
      response.end(file.body)
    })
  })
  const sockets = new WebSocketServer({ server: http })
  sockets.on('connection', (next) => {
    socket = next
    next.on('message', (data: Buffer) => hear(data.toString()))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    setSnapshot: (ops) => (snapshot = ops),
    push: (ops) => post(ops, false),
    onState: (next) => (listener = next),
    close: async () => {
      for (const client of sockets.clients) client.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
