import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from './app.ts'
import { marked } from './lib/processes.ts'
import { runProgram } from './lib/program.ts'
import { createWorld } from './lib/world.ts'

test('a port in use: one sentence, code 2, nothing left behind', async () => {
  const world = await createWorld()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  try {
    const ended = await runProgram('browser', world, ['--data-dir', world.dataDir, '--port', String(port)])
    expect(ended.stderr.trim()).toMatch(new RegExp(`${port}`))
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    await expect.poll(() => marked(world.mark)).toEqual([])
  } finally {
    taken.close()
    await world.end()
  }
})

test('the sign-in address works once, and without it nobody gets in', async ({ app, browser }) => {
  const { origin } = new URL(app.page().url())
  const stranger = await browser.newContext()
  const page = await stranger.newPage()
  const response = await page.goto(origin)
  expect(response?.status()).toBeGreaterThanOrEqual(400)
  await expect(page.getByTestId('composer')).toHaveCount(0)
  const used = /Millrace ready: (\S+)/.exec(app.output())?.[1] ?? ''
  const again = await page.goto(used)
  expect(again?.status()).toBeGreaterThanOrEqual(400)
  await stranger.close()
})

test('another site’s Host or Origin is refused', async ({ app }) => {
  const { origin, hostname, port } = new URL(app.page().url())
  expect(hostname).toBe('127.0.0.1')
  const request = app.page().context().request
  const foreignHost = await request.get(origin, { headers: { host: `evil.example:${port}` } })
  expect(foreignHost.status()).toBeGreaterThanOrEqual(400)
  const foreignOrigin = await request.get(origin, { headers: { origin: 'https://evil.example' } })
  expect(foreignOrigin.status()).toBeGreaterThanOrEqual(400)
})
