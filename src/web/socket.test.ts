import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { HostMessage } from '#contract/host'
import { createAuth } from './auth.ts'
import { listen } from './server.ts'
import { acceptWindows, type SocketWindows } from './socket.ts'

let server: Server
let windows: SocketWindows
let port = 0
let cookie = ''
let posted: HostMessage[] = []
let waiting: (() => void) | null = null

beforeEach(async () => {
  const auth = createAuth('here', () => crypto.randomUUID())
  cookie = auth.redeem(auth.issue())?.split(';')[0] ?? ''
  posted = []
  server = createServer()
  windows = acceptWindows(server, auth, (message) => {
    posted.push(message)
    waiting?.()
  })
  windows.workerReady()
  const bound = await listen(server, 0)
  port = bound.ok ? bound.value : 0
})

afterEach(() => {
  windows.close()
  server.close()
})

const open = (headers: Record<string, string> = {}, path = '/ws'): WebSocket => {
  const host = `127.0.0.1:${port}`
  return new WebSocket(`ws://${host}${path}`, {
    headers: { cookie, host, origin: `http://${host}`, ...headers },
  })
}

const until = async (type: HostMessage['type']): Promise<HostMessage> => {
  for (;;) {
    const found = posted.find((message) => message.type === type)
    if (found !== undefined) return found
    await new Promise<void>((resolve) => (waiting = resolve))
  }
}

const refusedWith = async (socket: WebSocket): Promise<number | undefined> => {
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }]
  socket.on('error', () => {})
  socket.terminate()
  return response.statusCode
}

test('each socket is a window whose texts pass unread in both directions', async () => {
  const socket = open()
  await once(socket, 'open')
  expect(await until('window.open')).toEqual({ type: 'window.open', window: 1, ports: 'relayed' })

  socket.send('f{not even json')
  expect(await until('window.data')).toEqual({
    type: 'window.data',
    window: 1,
    port: 'feed',
    data: '{not even json',
  })

  windows.onWorkerMessage({ type: 'window.data', window: 1, port: 'rpc', data: '"ä😀"' })
  const [data] = (await once(socket, 'message')) as [Buffer]
  expect(data.toString()).toBe('r"ä😀"')

  socket.close()
  expect(await until('window.close')).toEqual({ type: 'window.close', window: 1 })
})

test('a text for a window that is gone goes nowhere', () => {
  expect(() =>
    windows.onWorkerMessage({ type: 'window.data', window: 9, port: 'feed', data: '{}' }),
  ).not.toThrow()
})

test('a new worker makes every window connect again, and hears nothing of the old ones', async () => {
  const socket = open()
  await once(socket, 'open')
  windows.workerGone()
  const [code] = (await once(socket, 'close')) as [number]
  expect(code).toBe(1012)
  expect(posted.map(({ type }) => type)).toEqual(['window.open'])
  expect(await refusedWith(open())).toBe(503)
})

test('a frame for no port closes the window', async () => {
  const socket = open()
  await once(socket, 'open')
  socket.send('x{}')
  const [code] = (await once(socket, 'close')) as [number]
  expect(code).toBe(1003)
})

test('only the own page of a browser that is signed in gets a window', async () => {
  expect(await refusedWith(open({ cookie: '' }))).toBe(401)
  expect(await refusedWith(open({ origin: 'http://evil.example' }))).toBe(403)
  expect(await refusedWith(open({ origin: `http://localhost:${port}` }))).toBe(403)
  expect(await refusedWith(open({ host: 'evil.example', origin: 'http://evil.example' }))).toBe(403)
  expect(await refusedWith(open({}, '/elsewhere'))).toBe(404)
  expect(posted).toEqual([])
})

test('a window through a tunnel has the tunnel’s port', async () => {
  const socket = open({ host: 'localhost:9999', origin: 'http://localhost:9999' })
  await once(socket, 'open')
  expect(await until('window.open')).toMatchObject({ type: 'window.open' })
})
