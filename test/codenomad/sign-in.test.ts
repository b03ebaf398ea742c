import { connect } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createClient } from './client.ts'
import { trueTimings } from './timings.ts'
import { createWorld, PASSWORD } from './world.ts'

test('a password gives a cookie, a wrong one 401, a missing field the validator’s 500', async () => {
  await using world = await createWorld()
  const client = createClient(world.double.url)
  expect((await client.call('GET', '/api/workspaces')).text).toBe('{"error":"Unauthorized"}')
  expect((await client.call('GET', '/api/auth/status')).text).toBe('{"authenticated":false}')
  expect((await client.signIn('wrong')).status).toBe(401)
  expect((await client.call('POST', '/api/auth/login', { username: 'codenomad' })).status).toBe(500)

  const answer = await client.signIn(PASSWORD)
  expect(answer.text).toBe('{"ok":true}')
  expect(answer.headers['set-cookie']?.[0]).toMatch(
    /^codenomad_session=[\w-]{43}; HttpOnly; Path=\/; SameSite=Lax$/,
  )
  expect((await client.call('GET', '/api/auth/status')).text).toContain('"authenticated":true')
  expect(JSON.parse((await client.call('GET', '/api/meta')).text)).toMatchObject({
    eventsUrl: '/api/events',
    serverVersion: '0.16.0',
  })
})

test('the token on stdout signs in once, for 60 s', async () => {
  await using world = await createWorld({ withToken: true })
  const [line, address] = world.double.stdout()
  const token = line?.replace('CODENOMAD_BOOTSTRAP_TOKEN:', '')
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(address).toBe(`Local Connection URL : ${world.double.url}`)
  const use = async (given = token) =>
    (await world.client.call('POST', '/api/auth/token', { token: given })).status
  expect(await use('another')).toBe(401)
  expect([await use(), await use()]).toEqual([200, 401])

  await world.double.restart()
  const next = world.double.stdout()[3]?.replace('CODENOMAD_BOOTSTRAP_TOKEN:', '')
  await world.clock.advance(trueTimings.tokenMs + 1)
  expect(await use(next)).toBe(401)
})

test('logging out keeps the session; a restart forgets it', async () => {
  await using world = await createWorld()
  const { client, double } = world
  const logout = await client.call('POST', '/api/auth/logout')
  expect(logout.headers['set-cookie']?.[0]).toContain('Max-Age=0')
  expect((await client.call('GET', '/api/workspaces')).status).toBe(200)
  double.faults.forgetSessions()
  expect((await client.call('GET', '/api/workspaces')).status).toBe(401)
})

test('a page asked for without a session leads to the login, a broken cookie to 500', async () => {
  await using world = await createWorld()
  const client = createClient(world.double.url)
  const html = { accept: 'text/html' }
  const page = await client.call('GET', '/somewhere', undefined, html)
  expect([page.status, page.headers.location]).toEqual([302, '/login'])
  expect((await client.call('GET', '/api/workspaces', undefined, html)).status).toBe(401)
  const broken = await client.call('GET', '/api/auth/status', undefined, { cookie: 'other=%zz' })
  expect(broken.status).toBe(500)
})

test('errors have the shapes and limits of the real server', async () => {
  await using world = await createWorld()
  const { client } = world
  const json = { 'content-type': 'application/json' }
  expect((await client.call('GET', '/api/nothing')).text).toBe('{"message":"Not Found"}')
  const page = await client.call('GET', '/nothing')
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])

  const emptyJson = await client.call('DELETE', '/api/workspaces/none', undefined, json)
  expect([emptyJson.status, emptyJson.text]).toEqual([400, expect.stringContaining('FST_ERR_CTP_EMPTY_JSON')])
  expect((await client.call('DELETE', '/api/workspaces/none')).status).toBe(204)
  const large = await client.call('PATCH', '/api/storage/config/x', { text: 'x'.repeat(1_048_576) })
  expect([large.status, large.text]).toEqual([413, expect.stringContaining('FST_ERR_CTP_BODY_TOO_LARGE')])
  expect(
    (await client.call('PATCH', '/api/storage/config/x', '<a>', { 'content-type': 'text/xml' })).status,
  ).toBe(415)

  const events = await client.call('GET', '/api/events?clientId=%20&connectionId=b')
  expect(JSON.parse(events.text)).toMatchObject({ statusCode: 500, error: 'Internal Server Error' })
  expect((await client.call('GET', '/api/events?clientId=a&clientId=b&connectionId=c')).status).toBe(500)
  const pong = (body: object) => client.call('POST', '/api/client-connections/pong', body)
  expect((await pong({ clientId: 'a' })).status).toBe(500)
  expect(await pong({ clientId: 'a', connectionId: 'b' })).toMatchObject({
    status: 404,
    text: '{"error":"Client connection not found"}',
  })
})

test('an unknown config owner is an empty body, an unknown state owner an empty object; nulls delete', async () => {
  await using world = await createWorld()
  const { client } = world
  expect(await client.call('GET', '/api/storage/config/mine')).toMatchObject({ status: 200, text: '' })
  expect((await client.call('GET', '/api/storage/state/mine')).text).toBe('{}')
  await client.call('PATCH', '/api/storage/config/mine', { a: { b: 1, c: 2 } })
  const patched = await client.call('PATCH', '/api/storage/config/mine', { a: { b: null }, d: { e: null } })
  expect(JSON.parse(patched.text)).toEqual({ a: { c: 2 }, d: { e: null } })
  expect(
    (await client.call('PATCH', '/api/storage/config', '[]', { 'content-type': 'application/json' })).status,
  ).toBe(400)
})

test('folders are listed below the root, and files only hidden by an empty includeFiles', async () => {
  const root = mkdtempSync(join(tmpdir(), 'codenomad-'))
  try {
    writeFileSync(join(root, 'note.txt'), 'hello')
    await using world = await createWorld({ root })
    const { client } = world
    const made = await client.call('POST', '/api/filesystem/folders', { name: 'inner' })
    expect([made.status, JSON.parse(made.text)]).toEqual([
      201,
      { path: 'inner', absolutePath: join(root, 'inner') },
    ])
    expect((await client.call('POST', '/api/filesystem/folders', { name: 'inner' })).status).toBe(409)
    const names = async (query: string) => {
      const { text } = await client.call('GET', `/api/filesystem${query}`)
      return (JSON.parse(text) as { readonly entries: readonly { readonly name: string }[] }).entries.map(
        ({ name }) => name,
      )
    }
    expect(await names('')).toEqual(['inner', 'note.txt'])
    expect(await names('?includeFiles=false')).toEqual(['inner', 'note.txt'])
    expect(await names('?includeFiles=')).toEqual(['inner'])
    const outside = await client.call('GET', '/api/filesystem?path=..')
    expect([outside.status, outside.text]).toEqual([400, expect.stringContaining('"error"')])
    const content = await client.call('GET', '/api/filesystem/files/content?path=note.txt')
    expect(JSON.parse(content.text)).toEqual({ path: 'note.txt', contents: 'hello', encoding: 'utf-8' })
  } finally {
    rmSync(root, { recursive: true })
  }
})

test('an upgrade is never answered', async () => {
  await using world = await createWorld()
  const socket = connect(Number(new URL(world.double.url).port), '127.0.0.1')
  const heard: string[] = []
  socket.on('data', (bytes) => heard.push(bytes.toString()))
  socket.on('close', () => heard.push('close'))
  socket.write(
    `GET /workspaces/x/worktrees/root/instance/pty/1/connect HTTP/1.1\r\nHost: x\r\nCookie: ${world.client.cookie()}\r\n` +
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n\r\n',
  )
  await expect.poll(() => world.double.requests().some(({ path }) => path.includes('/pty/'))).toBe(true)
  await world.settle()
  expect(heard).toEqual([])
  socket.destroy()
})
