import { expect, test } from './app.ts'
import { gateOf, prepareGate } from './lib/gate.ts'
import { kill } from './lib/processes.ts'
import {
  answer,
  composer,
  connection,
  copied,
  copyTurn,
  expectLive,
  expectTurn,
  lastTurn,
  play,
  row,
  send,
  sessionId,
  turns,
} from './lib/screen.ts'
import { storedMessages, storedParts } from './lib/stored.ts'

/** Its own app, opencode and often a second start of both. */
test.describe.configure({ timeout: 120_000 })

const rate = 2_000

test('a server that is killed mid-turn is started again, and the session says so', async ({ launch }) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await play(page, 'Before', [{ text: 'A first answer.' }])
  await send(page, 'Interrupted', [[{ text: 'Half of this ', rate }, { hang: true }]])
  await expect(answer(lastTurn(page))).toHaveText('Half of this')
  const before = await app.server()
  kill(before.pid)
  await expect(connection(page)).not.toHaveAttribute('data-state', 'live')
  await expectLive(page)
  expect((await app.server()).pid).not.toBe(before.pid)

  await expect(answer(turns(page).first())).toHaveText('A first answer.')
  await expect(lastTurn(page)).toHaveAttribute('data-state', /interrupted|stopped|failed/)
  await expect(lastTurn(page)).toContainText(/interrupted|stopped/i)
  await expect(page.getByTestId('stop')).toHaveCount(0)
  await play(page, 'After', [{ text: 'A second answer.' }])
  await expect(answer(lastTurn(page))).toHaveText('A second answer.')
})

test('a text that the server lost with its life is kept on the screen or marked as missing', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await send(page, 'Interrupted', [[{ text: 'These words were seen.', rate }, { hang: true }]])
  await expect(answer(lastTurn(page))).toHaveText('These words were seen.')
  kill((await app.server()).pid)
  await expect(connection(page)).not.toHaveAttribute('data-state', 'live')
  await expectLive(page)
  await expect(lastTurn(page)).toHaveAttribute('data-state', /interrupted|stopped|failed/)
  await expect(
    lastTurn(page)
      .getByTestId('gap')
      .or(lastTurn(page).getByText('These words were seen.', { exact: true })),
  ).not.toHaveCount(0)
})

test('the worker is killed: server and turn go on, and the window catches up', async ({ launch }) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await send(page, 'Go on without it', [
    [{ text: 'Before. ', rate }, { delayMs: 6_000 }, { text: 'After.', rate }],
  ])
  await expect(answer(lastTurn(page))).toHaveText('Before.')
  const server = (await app.server()).pid
  const worker = app.worker().pid
  kill(worker)
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('Before. After.')
  await expect(page.getByTestId('gap')).toHaveCount(0)
  await expectLive(page)
  expect(app.worker().pid).not.toBe(worker)
  expect((await app.server()).pid).toBe(server)
  const parts = await storedParts(await app.server(), await sessionId(page))
  expect(await copied(page, copyTurn(lastTurn(page)))).toBe(parts.find(({ type }) => type === 'text')?.text)
})

test('after a restart the sessions are there before the server is, then fresh', async ({ launch }) => {
  const app = await launch({
    prepare: async (world) => {
      await prepareGate(world)
      await gateOf(world).open()
    },
  })
  const gate = gateOf(app.world)
  await expectLive(app.page())
  await play(app.page(), 'Remember me', [{ text: 'I will, **surely**.' }])
  const session = await sessionId(app.page())
  const path = new URL(app.page().url()).pathname

  let page = await app.restart(gate.shut)
  if (app.kind === 'browser') page = await app.openWindow(path)
  await expect(connection(page)).toHaveAttribute('data-state', 'starting')
  await row(page, session).getByRole('button').first().click()
  await expect(answer(lastTurn(page))).toHaveText('I will, surely.')
  await expect(page.getByText('This is what was last seen here.', { exact: false })).toBeVisible()
  await expect(connection(page)).toHaveAttribute('data-state', 'starting')

  await gate.open()
  await expectLive(page)
  await expect(page.getByText('This is what was last seen here.', { exact: false })).toHaveCount(0)
  await expect(page.getByTestId('timeline')).toHaveAttribute('aria-busy', 'false')
  await expect(turns(page)).toHaveCount(1)
  await play(page, 'And go on', [{ text: 'Gladly.' }])
})

test('a prompt sent before the server is up waits visibly and is sent once', async ({ launch }) => {
  const app = await launch({ prepare: prepareGate })
  const page = app.page()
  await expect(connection(page)).toHaveAttribute('data-state', 'starting')
  await composer(page).fill('An early prompt')
  await composer(page).press('Enter')
  const waiting = page.getByTestId('outbox-item')
  await expect(waiting).toContainText('An early prompt')
  await expect(waiting).toContainText('Waits for the server')
  await expect(waiting).toHaveAttribute('data-state', 'waiting-server')
  await expect(composer(page)).toHaveValue('')

  await gateOf(app.world).open()
  await expectLive(page)
  await expectTurn(page, 'done')
  await expect(page.getByTestId('outbox-item')).toHaveCount(0)
  const messages = await storedMessages(await app.server(), await sessionId(page))
  expect(messages.filter(({ info }) => info.role === 'user')).toHaveLength(1)
  expect(app.model.requests.filter(({ kind }) => kind === 'chat')).toHaveLength(1)
})

test('drafts survive a restart, each in its place', async ({ launch }) => {
  const app = await launch()
  await expectLive(app.page())
  await play(app.page(), 'A session', [{ text: 'Here.' }])
  const session = await sessionId(app.page())
  await composer(app.page()).fill('half a thought')
  await app.page().getByRole('button', { name: 'New session in tide-clock' }).click()
  await expect(composer(app.page())).toHaveValue('')
  await composer(app.page()).fill('another one\nof two lines')
  await row(app.page(), session).getByRole('button').first().click()
  await expect(composer(app.page())).toHaveValue('half a thought')

  const page = await app.restart()
  await row(page, session).getByRole('button').first().click()
  await expect(composer(page)).toHaveValue('half a thought')
  await page.getByRole('button', { name: 'New session in tide-clock' }).click()
  await expect(composer(page)).toHaveValue('another one\nof two lines')
})

test('what waits unsent when the app ends is there at the next start and is sent once', async ({
  launch,
}) => {
  const app = await launch({ prepare: prepareGate })
  await expect(connection(app.page())).toHaveAttribute('data-state', 'starting')
  await composer(app.page()).fill('Sent by the next run')
  await composer(app.page()).press('Enter')
  await expect(app.page().getByTestId('outbox-item')).toContainText('Sent by the next run')
  const page = await app.restart(gateOf(app.world).open)
  await expectLive(page)
  await expect.poll(() => app.model.requests.filter(({ kind }) => kind === 'chat').length).toBe(1)
  await page.getByTestId('session-row').first().getByRole('button').first().click()
  await expectTurn(page, 'done')
  expect(app.model.requests.filter(({ kind }) => kind === 'chat').map(({ prompt }) => prompt)).toEqual([
    'Sent by the next run',
  ])
})
