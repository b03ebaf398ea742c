import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseFrame, shapeOf } from './recording.ts'
import { trueTimings } from './timings.ts'
import type { Workspace } from './types.ts'
import { createWorld } from './world.ts'

interface Echo {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: number
}

const instance = (id: string, slug = 'root'): string => `/workspaces/${id}/worktrees/${slug}/instance`

test('a create answers only when the workspace is ready; it is listed from the start', async () => {
  await using world = await createWorld()
  const { client, clock } = world
  const events = await client.openEvents()
  const answer = client.call('POST', '/api/workspaces', { path: 'folder' })
  await events.until('"workspace.created"')
  const id = clock.now().toString(36)
  const [starting] = JSON.parse((await client.call('GET', '/api/workspaces')).text) as readonly Workspace[]
  expect(starting).toMatchObject({ id, path: join(process.cwd(), 'folder'), status: 'starting' })
  expect(await client.call('GET', `${instance(id)}/session`)).toMatchObject({
    status: 502,
    text: '{"error":"Workspace instance is not ready"}',
  })
  await clock.advance(trueTimings.startMs)
  expect(JSON.parse((await answer).text)).toMatchObject({
    id,
    status: 'ready',
    port: Number(new URL(world.upstream.url).port),
  })
})

test('about thirty log lines come with each start', async () => {
  await using world = await createWorld()
  const events = await world.client.openEvents()
  await world.open(events)
  world.double.emit({ type: 'end' })
  await events.until('"end"')
  const levels = events
    .frames()
    .map(parseFrame)
    .flatMap(({ entry }) => (entry ? [entry.level] : []))
  expect([levels.length, levels.filter((level) => level === 'info').length]).toEqual([31, 1])
})

test('a failed start answers 400 with its reason and leaves its record', async () => {
  await using world = await createWorld({ opencode: () => Promise.reject(new Error('spawn ENOENT')) })
  const { client } = world
  const events = await client.openEvents()
  const answer = await client.call('POST', '/api/workspaces', { path: '/nowhere' })
  expect([answer.status, answer.text]).toEqual([400, 'spawn ENOENT'])
  await events.until('"workspace.error"')
  const [left] = JSON.parse((await client.call('GET', '/api/workspaces')).text) as readonly Workspace[]
  expect(left).toMatchObject({ status: 'error', error: 'spawn ENOENT' })
  expect((await client.call('DELETE', `/api/workspaces/${left?.id}`)).status).toBe(204)
  expect((await client.call('GET', `/api/workspaces/${left?.id}`)).text).toBe(
    '{"error":"Workspace not found"}',
  )
})

test.each([
  [0, ['workspace.stopped workspaceId'], 1],
  [1, [], 2],
] as const)(
  'an opencode that exits with %i while starting: stops, errors, 400',
  async (code, stops, errors) => {
    await using world = await createWorld()
    const events = await world.client.openEvents()
    const answer = world.client.call('POST', '/api/workspaces', { path: '/workspace/demo' })
    await events.until('"workspace.created"')
    world.double.faults.exit(world.clock.now().toString(36), code)
    expect((await answer).status).toBe(400)
    await events.until('"workspace.error"')
    world.double.emit({ type: 'end' })
    await events.until('"end"')
    const shapes = events.frames().map(shapeOf)
    expect(shapes.filter((shape) => shape.startsWith('workspace.stopped'))).toEqual(stops)
    expect(shapes.filter((shape) => shape.startsWith('workspace.error'))).toHaveLength(errors)
  },
)

test('an opencode that exits with 0 leaves a stopped record, and its requests are reset', async () => {
  await using world = await createWorld()
  const { client, double } = world
  const events = await client.openEvents()
  const { id } = await world.open(events)
  const hung = client.begin('GET', `${instance(id)}/hang`)
  await expect.poll(() => world.upstream.hanging()).toBe(1)
  double.faults.exit(id, 0)
  await events.until('"disconnected","reason":"workspace stopped"')
  await events.until('"workspace.stopped"')
  expect(await hung.answered).toBe(502)
  expect(JSON.parse((await client.call('GET', `/api/workspaces/${id}`)).text)).toMatchObject({
    status: 'stopped',
  })
})

test('a create can stay without an answer', async () => {
  await using world = await createWorld()
  world.double.faults.set({ createEnds: false })
  const events = await world.client.openEvents()
  void world.client.call('POST', '/api/workspaces', { path: '/workspace/demo' }).catch(() => {})
  await events.until('"workspace.created"')
  await world.clock.advance(600_000)
  const list = JSON.parse((await world.client.call('GET', '/api/workspaces')).text) as readonly Workspace[]
  expect(list.map(({ status }) => status)).toEqual(['starting'])
})

test('a workspace deleted while starting can start after its stop, unlisted', async () => {
  await using world = await createWorld()
  world.double.faults.set({ startedAfterStopped: true })
  const events = await world.client.openEvents()
  const answer = world.client.call('POST', '/api/workspaces', { path: '/workspace/demo' })
  await events.until('"workspace.created"')
  await world.client.call('DELETE', `/api/workspaces/${world.clock.now().toString(36)}`)
  await events.until('"workspace.stopped"')
  await world.clock.advance(trueTimings.startMs)
  expect((await answer).status).toBe(201)
  await events.until('"workspace.started"')
  expect((await world.client.call('GET', '/api/workspaces')).text).toBe('[]')
})

test('a process that is stopped or ends by itself no longer crashes a delete', async () => {
  await using world = await createWorld()
  const { client, double } = world
  const events = await client.openEvents()
  const { id } = await world.open(events)
  const root = `/workspaces/${id}/plugin/background-processes`
  const start = async () => {
    const { text } = await client.call('POST', root, { title: 't', command: 'sleep 9' })
    return (JSON.parse(text) as { readonly id: string }).id
  }
  const [first, second] = [await start(), await start()]
  expect((await client.call('POST', `${root}/${first}/stop`)).text).toContain('"user_stopped"')
  double.finishProcess(second, 1)
  await events.until('"terminalReason":"failed"')
  expect((await client.call('POST', `${root}/none/stop`)).status).toBe(404)
  expect((await client.call('DELETE', `/api/workspaces/${id}`)).status).toBe(204)
})

test('a proxied request has the instance’s password, the worktree’s directory, and the session’s cookie', async () => {
  await using world = await createWorld()
  const { client } = world
  const { id } = await world.open(await client.openEvents(), '/workspace/uni é')
  await client.call('POST', `/api/workspaces/${id}/worktrees`, { slug: 'feat/x' })
  const slug = 'feat%2Fx'
  const body = Buffer.alloc(12 * 1024 * 1024)
  const { text } = await client.call('POST', `${instance(id, slug)}/echo?a=%2F&b`, body)
  const echo = JSON.parse(text) as Echo
  expect(echo).toMatchObject({ method: 'POST', path: '/echo?a=%2F&b', bytes: body.length })
  expect(decodeURIComponent(echo.headers['x-opencode-directory'] ?? '')).toBe(
    '/workspace/uni é/.codenomad/worktrees/feat-x',
  )
  expect(echo.headers['authorization']).toMatch(/^Basic /)
  expect(echo.headers['cookie']).toBe(client.cookie())
  await client.call('GET', `${instance(id)}/session/a%2Fb%3Fc`)
  expect(world.upstream.requests().at(-1)?.path).toBe('/session/a/b?c')

  const missing = [
    `/workspaces/none/worktrees/root/instance/x`,
    `${instance(id, 'none')}/x`,
    `${instance(id, 'x'.repeat(101))}/x`,
  ]
  for (const path of missing) expect((await client.call('GET', path)).status).toBe(404)
  expect(await client.call('GET', `${instance(id)}/reset`)).toMatchObject({
    status: 502,
    text: '{"error":"Workspace instance proxy failed"}',
  })
})

test('a prompt and its events go through the double', async () => {
  await using world = await createWorld()
  const { client } = world
  const events = await client.openEvents()
  const { id } = await world.open(events)
  const session = await client.call('POST', `${instance(id)}/session`, {})
  const { id: sessionID } = JSON.parse(session.text) as { readonly id: string }
  expect(
    (await client.call('POST', `${instance(id)}/session/${sessionID}/prompt_async`, { parts: [] })).status,
  ).toBe(204)
  await events.until('"session.created"')
  expect(await events.until('"idle"')).toContain('"directory":"/workspace/demo"')
})

test('a sub-folder is named by its encoded path and must be inside the workspace', async () => {
  const root = mkdtempSync(join(tmpdir(), 'codenomad-'))
  try {
    await using world = await createWorld({ root: join(root, '..') })
    const { client } = world
    const { id } = await world.open(await client.openEvents(), root)
    const at = (folder: string) =>
      client.call('GET', `${instance(id)}/__dir/${Buffer.from(folder).toString('base64url')}/echo`)
    const { headers, path } = JSON.parse((await at(root)).text) as Echo
    expect([headers['x-opencode-directory'], path]).toEqual([root, '/echo'])
    for (const folder of ['', 'relative', join(root, 'none'), tmpdir()])
      expect((await at(folder)).status).toBe(400)
  } finally {
    rmSync(root, { recursive: true })
  }
})

test('sixteen open requests block a workspace; leaving before the headers frees none, after them it does', async () => {
  await using world = await createWorld()
  const { client, double, upstream } = world
  const { id } = await world.open(await client.openEvents())
  const streams = Array.from({ length: 2 }, () => client.begin('GET', `${instance(id)}/event`))
  for (const stream of streams) expect(await stream.answered).toBe(200)
  const hanging = Array.from({ length: 14 }, () => client.begin('GET', `${instance(id)}/hang`))
  await expect.poll(() => upstream.hanging()).toBe(14)
  for (const request of hanging) request.leave()
  const late = client.begin('GET', `${instance(id)}/session`)
  await world.settle()
  expect(double.usedSlots(id)).toBe(16)
  expect(upstream.requests().some(({ path }) => path === '/session')).toBe(false)

  streams[0]?.leave()
  expect(await late.answered).toBe(200)
  expect(double.usedSlots(id)).toBe(15)
  upstream.answerHanging()
  await expect.poll(() => double.usedSlots(id)).toBe(1)
})

test('worktrees are listed, made, mapped to sessions and removed', async () => {
  await using world = await createWorld()
  const { client } = world
  const { id, path } = await world.open(await client.openEvents())
  const root = `/api/workspaces/${id}/worktrees`
  expect((await client.call('POST', root, { slug: 'a', branch: 'b' })).status).toBe(400)
  expect(await client.call('POST', root, { slug: 'feat/x' })).toMatchObject({ status: 201 })
  const map = {
    version: 1,
    defaultWorktreeSlug: 'root',
    parentSessionWorktreeSlug: { ses_1: 'feat/x', ses_2: 'root' },
  }
  expect((await client.call('PUT', `${root}/map`, map)).status).toBe(204)
  expect((await client.call('DELETE', `${root}/feat%2Fx?force=true`)).status).toBe(204)
  expect(JSON.parse((await client.call('GET', `${root}/map`)).text)).toMatchObject({
    parentSessionWorktreeSlug: { ses_2: 'root' },
  })
  expect(JSON.parse((await client.call('GET', root)).text)).toEqual({
    worktrees: [{ slug: 'root', directory: path, kind: 'root', branch: 'main' }],
    isGitRepo: true,
  })
  expect((await client.call('DELETE', `${root}/none`)).status).toBe(404)
})
