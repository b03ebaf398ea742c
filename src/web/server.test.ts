import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage, type Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RESTART_PATH, STOPPED_HEADER } from '#contract/worker-life'
import { createAuth, type Auth } from './auth.ts'
import { createPageServer, listen } from './server.ts'

let root = ''
let port = 0
let server: Server
let auth: Auth
let isStopped = false
let restarts = 0
let onSignIn = vi.fn<() => void>()

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'millrace-web-'))
  mkdirSync(join(root, 'renderer/assets'), { recursive: true })
  writeFileSync(join(root, 'renderer/index.html'), 'the page')
  writeFileSync(join(root, 'renderer/assets/a.js'), 'the script')
  writeFileSync(join(root, 'secret.json'), 'a secret')
  let count = 0
  auth = createAuth(root, () => `random-${++count}`)
  onSignIn = vi.fn<() => void>()
  isStopped = false
  restarts = 0
  const worker = { isStopped: () => isStopped, restart: () => (restarts += 1) }
  server = createPageServer({ root: join(root, 'renderer'), auth, onSignIn, worker })
  const bound = await listen(server, 0)
  port = bound.ok ? bound.value : 0
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(root, { recursive: true, force: true })
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
    })
      .on('error', reject)
      .end()
  })

const signIn = async (): Promise<string> => {
  const { headers } = await ask(`/?token=${auth.issue()}`)
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

test('a sign-in link gives a cookie that scripts and other sites never see, and leaves the address clean', async () => {
  const { status, headers } = await ask(`/s/a/session/b?token=${auth.issue()}&x=1`)
  expect(status).toBe(303)
  expect(headers.location).toBe('/s/a/session/b?x=1')
  expect(headers['set-cookie']?.[0]).toMatch(
    /^millrace-[0-9a-f]{12}=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  expect(onSignIn).toHaveBeenCalledOnce()
})

test('a link works once', async () => {
  const token = auth.issue()
  expect((await ask(`/?token=${token}`)).status).toBe(303)
  const again = await ask(`/?token=${token}`)
  expect(again.status).toBe(401)
  expect(again.headers['set-cookie']).toBeUndefined()
})

test('a browser that is signed in may visit its used link again', async () => {
  const token = auth.issue()
  const first = await ask(`/?token=${token}`)
  const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  expect(await ask(`/?token=${token}`, { cookie })).toMatchObject({ status: 303, headers: { location: '/' } })
})

test('a link preview does not use the link up', async () => {
  const token = auth.issue()
  expect((await ask(`/?token=${token}`, {}, 'HEAD')).status).toBe(401)
  expect((await ask(`/?token=${token}`)).status).toBe(303)
})

test('with the cookie a browser gets the page on every route, and its files', async () => {
  const cookie = await signIn()
  expect(await ask('/', { cookie })).toMatchObject({ status: 200, text: 'the page' })
  expect(await ask('/session/ses_1', { cookie })).toMatchObject({ status: 200, text: 'the page' })
  expect(await ask('/assets/a.js', { cookie })).toMatchObject({ status: 200, text: 'the script' })
})

test('without it there is one plain sentence and nothing else', async () => {
  for (const path of ['/', '/assets/a.js', '/session/x', '/?token=wrong'])
    expect(await ask(path), path).toMatchObject({
      status: 401,
      text: expect.stringContaining('sign-in link'),
    })
  const other = createAuth('another host', () => 'x')
  const cookie = other.redeem(other.issue())?.split(';')[0] ?? ''
  expect((await ask('/', { cookie })).status).toBe(401)
})

test('through a tunnel the same host has another port', async () => {
  const cookie = await signIn()
  for (const host of ['127.0.0.1:9', 'localhost:65000', '[::1]:8080', 'localhost'])
    expect((await ask('/', { cookie, host })).status, host).toBe(200)
})

test('a foreign name that points here is refused', async () => {
  const cookie = await signIn()
  for (const host of [
    'evil.example',
    'localhost.evil.example:80',
    '127.0.0.1.nip.io',
    '10.0.0.1',
    '127.0.0.1:x',
  ])
    expect((await ask('/', { cookie, host })).status, host).toBe(403)
})

test('another page can not make a browser send anything', async () => {
  const cookie = await signIn()
  const host = `127.0.0.1:${port}`
  for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null', `https://${host}`])
    expect((await ask('/', { cookie, host, origin }, 'POST')).status, origin).toBe(403)
  expect((await ask('/', { cookie, host }, 'POST')).status).toBe(403)
  expect((await ask('/', { cookie, host, origin: `http://${host}` }, 'POST')).status).toBe(405)
})

test('nothing outside the built page is served', async () => {
  const cookie = await signIn()
  for (const path of [
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/../../secret.json',
  ]) {
    const { text } = await ask(path, { cookie })
    expect(text, path).not.toContain('a secret')
  }
})

test('a redirect never leaves the host', async () => {
  const { headers } = await ask(`//evil.example/?token=${auth.issue()}`)
  expect(headers.location).toBe('/evil.example/')
})

test('every answer carries the policy', async () => {
  const cookie = await signIn()
  const answers = await Promise.all([
    ask('/'),
    ask('/', { cookie }),
    ask('/assets/none.js', { cookie }),
    ask('/', { host: 'evil.example' }),
    ask(`/?token=${auth.issue()}`),
  ])
  expect(answers.map(({ status }) => status)).toEqual([401, 200, 404, 403, 303])
  for (const { headers } of answers)
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("connect-src 'self'"),
      'x-content-type-options': 'nosniff',
    })
})

test('a request line that is no path ends as an answer, not as a crash', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.end('GET http://[::1 HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const text = await new Promise<string>((resolve) => {
    let all = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (all += chunk))
    socket.on('close', () => resolve(all))
  })
  expect(text).toMatch(/^HTTP\/1\.1 4/)
})

test('a port in use is one sentence', async () => {
  const second = createPageServer({
    root,
    auth,
    onSignIn,
    worker: { isStopped: () => false, restart: () => {} },
  })
  expect(await listen(second, port)).toEqual({
    ok: false,
    error: {
      code: 'conflict',
      message: `Port ${port} is in use by another program. Choose another one with --port.`,
    },
  })
})

test('a signed-in browser is not answered for another page, on whatever port that is', async () => {
  const cookie = await signIn()
  const own = `http://127.0.0.1:${port}`
  const from = (origin: string): Promise<Answer> => ask('/', { cookie, host: `127.0.0.1:${port}`, origin })
  expect((await from(own)).status).toBe(200)
  expect((await from('http://127.0.0.1:1')).status).toBe(403)
  expect((await from('null')).status).toBe(403)
})

test('a worker that was given up is said with the page, and only the page itself can ask for another try', async () => {
  const cookie = await signIn()
  const own = { cookie, host: `127.0.0.1:${port}` }
  expect((await ask('/', own)).headers[STOPPED_HEADER]).toBeUndefined()
  isStopped = true
  expect((await ask('/', own, 'HEAD')).headers[STOPPED_HEADER]).toBe('1')
  const restart = (headers: Record<string, string>): Promise<Answer> => ask(RESTART_PATH, headers, 'POST')
  const origin = `http://127.0.0.1:${port}`
  expect((await restart({ ...own, origin: 'https://evil.example' })).status).toBe(403)
  expect((await restart(own)).status).toBe(403)
  expect((await restart({ host: own.host, origin })).status).toBe(401)
  expect(restarts).toBe(0)
  expect((await restart({ ...own, origin })).status).toBe(204)
  expect(restarts).toBe(1)
})
