import { expect, test } from './app.ts'
import { kill } from './lib/processes.ts'
import { expectLive, expectTurn, lastTurn, send, toolRow } from './lib/screen.ts'

/** What the host promises. */
const GONE_WITHIN_MS = 5_000

test.describe.configure({ timeout: 120_000 })

test('kill -9 of the host while a tool runs leaves nothing behind after 5 s', async ({ launch }) => {
  const app = await launch()
  await expectLive(app.page())
  await send(app.page(), 'Sleep long', [{ tool: 'bash', input: { command: 'sleep 600' } }])
  await expect(toolRow(lastTurn(app.page()), 'bash')).toHaveAttribute('data-status', 'running')
  // The stand-in's Chromium is the browser that a real Electron has in itself; Playwright ends it.
  const left = () =>
    app
      .processes()
      .filter(({ command }) => !/chrom/i.test(command))
      .map(({ command }) => command)
  await expect.poll(() => left().filter((command) => command.startsWith('sleep 600'))).toHaveLength(1)
  await app.killHost()
  await expect.poll(left, { timeout: GONE_WITHIN_MS }).toEqual([])
})

test('an orderly end leaves nothing behind either', async ({ launch }) => {
  const app = await launch()
  await expectLive(app.page())
  await send(app.page(), 'Sleep longer', [{ tool: 'bash', input: { command: 'sleep 601' } }])
  await expect(toolRow(lastTurn(app.page()), 'bash')).toHaveAttribute('data-status', 'running')
  await app.close()
  await expect.poll(() => app.processes().map(({ command }) => command)).toEqual([])
})

test('kill -9 of the worker leaves server and turn running, and a waiting ask comes back', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await send(page, 'Ask and wait', [
    { tool: 'bash', input: { command: 'git log --oneline' } },
    { text: 'Seen.' },
  ])
  await expect(page.getByTestId('ask')).toBeVisible()
  const { pid } = await app.server()
  const worker = app.worker().pid
  kill(worker)
  await expect.poll(() => app.processes().find(({ pid: each }) => each === worker)).toBeUndefined()
  await expectLive(page)
  await page.getByTestId('ask').getByRole('button', { name: 'Once', exact: true }).click()
  await expectTurn(page, 'done')
  expect((await app.server()).pid).toBe(pid)
})
