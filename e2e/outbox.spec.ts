// What a person sends is written down, sent once, and confirmed by the server's own state, whatever breaks.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { promptWithScript } from '../src/worker/demo/script.ts'
import { createGate, GATE } from '../test/fault-matrix/real/gate.ts'
import { createTcpProxy, type TcpProxy } from '../test/fault-proxy/tcp-proxy.ts'
import { createOpencodeClient, type OpencodeClient } from '../test/opencode/client.ts'
import { startRealOpencode, type RealOpencode } from '../test/opencode/real-server.ts'
import { expect, test } from './app.ts'
import { kill } from './lib/processes.ts'
import {
  answer,
  composer,
  connection,
  expectLive,
  expectTurn,
  inlineAsk,
  lastTurn,
  openFolder,
  play,
  row,
  send,
  sessionId,
  turns,
} from './lib/screen.ts'
import { storedMessages, type StoredMessage } from './lib/stored.ts'

test.describe.configure({ timeout: 120_000 })

const gate = createGate()
let remote: RealOpencode
let truth: OpencodeClient
let proxy: TcpProxy
test.beforeAll(async () => {
  remote = await startRealOpencode({
    projectFiles: { 'README.md': '# Elsewhere\n' },
    permission: { edit: 'ask', bash: 'ask', webfetch: 'deny' },
    model: { pace: gate.pace },
  })
  truth = createOpencodeClient(remote)
  proxy = await createTcpProxy(Number(new URL(remote.url).port))
})
test.afterAll(async () => {
  await proxy.close()
  await remote.close()
})
test.beforeEach(() => {
  gate.shut()
  proxy.heal()
})

const elsewhere = () => ({
  args: ['--server', proxy.url],
  env: { MILLRACE_SERVER_PASSWORD: remote.password },
  withProject: false,
})
const openElsewhere = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Open a folder' }).first().click()
  await openFolder(page, remote.directory)
  await expectLive(page)
}
const cut = async (page: Page): Promise<void> => {
  proxy.reset(true)
  await expect(connection(page)).not.toHaveAttribute('data-state', 'live')
}
const messagesOf = async (session: string): Promise<readonly StoredMessage[]> =>
  (await truth.call('GET', `/session/${session}/message`)) as StoredMessage[]
const isIdle = async (session: string): Promise<boolean> =>
  !(session in ((await truth.call('GET', '/session/status')) as object))

test('an answer given while the server is away waits, can be taken back, and arrives once', async ({
  launch,
}) => {
  const page = (await launch(elsewhere())).page()
  await openElsewhere(page)
  const command = 'echo once >> answered.txt'
  await send(page, 'Ask me', [{ tool: 'bash', input: { command } }, { text: 'Thank you.' }])
  await expect(inlineAsk(page)).toBeVisible()
  await cut(page)

  const once = inlineAsk(page).getByRole('button', { name: 'Once', exact: true })
  await once.click()
  await expect(inlineAsk(page)).toContainText('“Once” will be sent when the server is back.')
  await inlineAsk(page).getByRole('button', { name: 'Take back' }).click()
  await expect(inlineAsk(page)).not.toContainText('will be sent')
  await once.click()
  await expect(once).toBeDisabled()
  expect(existsSync(join(remote.directory, 'answered.txt'))).toBe(false)

  proxy.heal()
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('Thank you.')
  await expect(page.getByTestId('ask')).toHaveCount(0)
  expect(readFileSync(join(remote.directory, 'answered.txt'), 'utf8')).toBe('once\n')
})

test('Stop while the connection is down waits visibly, and does not touch the next turn', async ({
  launch,
}) => {
  const page = (await launch(elsewhere())).page()
  await openElsewhere(page)
  await send(page, 'The first', [[{ text: 'One. ', rate: 2_000 }, GATE, { text: 'Two.', rate: 2_000 }]])
  await expect(answer(lastTurn(page))).toHaveText('One.')
  const session = await sessionId(page)
  await cut(page)
  await page.getByTestId('stop').click()
  await expect(page.getByTestId('stop')).toHaveAccessibleName('Stop waits for the server')

  gate.open()
  await expect.poll(() => isIdle(session)).toBe(true)
  gate.shut()
  // Somebody else goes on in the session meanwhile.
  await truth.prompt(
    session,
    promptWithScript('The next', [[{ text: 'Three. ', rate: 2_000 }, GATE, { text: 'Four.', rate: 2_000 }]]),
  )
  await expect.poll(() => isIdle(session)).toBe(false)
  proxy.heal()
  await expectLive(page)
  await expect(turns(page)).toHaveCount(2)
  await expect(page.getByTestId('stop')).toHaveAccessibleName('Stop')
  gate.open()
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('Three. Four.')
  expect(JSON.stringify(await messagesOf(session))).not.toContain('MessageAbortedError')
})

test('prompts and titles made while the server is away go in their order once it is back', async ({
  launch,
}) => {
  const page = (await launch(elsewhere())).page()
  await openElsewhere(page)
  await play(page, 'To begin with', [{ text: 'Begun.' }])
  const session = await sessionId(page)
  await cut(page)
  for (const words of ['The second', 'The third', 'Not this one']) {
    await composer(page).fill(promptWithScript(words, [{ text: `${words}, answered.` }]))
    await composer(page).press('Enter')
  }
  const waiting = page.getByTestId('outbox-item')
  await expect(waiting).toHaveCount(3)
  await waiting.last().getByRole('button', { name: 'Remove' }).click()
  await expect(waiting).toHaveCount(2)
  await row(page, session).getByRole('button').first().dblclick()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Named while away')
  await page.keyboard.press('Enter')
  await expect(row(page, session)).toContainText('Named while away')
  await expect(row(page, session)).toContainText('The new title is sent when the server is back.')

  proxy.heal()
  await expectLive(page)
  await expect(turns(page)).toHaveCount(3)
  await expect(answer(lastTurn(page))).toHaveText('The third, answered.')
  await expect(row(page, session)).not.toContainText('is sent when')
  const prompts = (await messagesOf(session)).filter(({ info }) => info.role === 'user')
  const known = ['To begin with', 'The second', 'The third', 'Not this one']
  expect(prompts.map(({ parts }) => known.find((words) => parts[0]?.text?.includes(words)))).toEqual(
    known.slice(0, 3),
  )
  expect(await truth.call('GET', `/session/${session}`)).toMatchObject({ title: 'Named while away' })
})

test('a worker killed right after a prompt was sent: the prompt is there once', async ({ launch }) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await play(page, 'Before', [{ text: 'Here.' }])
  const session = await sessionId(page)
  await composer(page).fill(promptWithScript('Sent as it dies', [{ text: 'Still here.' }]))
  await composer(page).press('Enter')
  kill(app.worker().pid)
  await expect(turns(page)).toHaveCount(2)
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('Still here.')
  await expect(page.getByTestId('outbox-item')).toHaveCount(0)
  const stored = await storedMessages(await app.server(), session)
  const prompts = stored.filter(({ info }) => info.role === 'user')
  expect(prompts).toHaveLength(2)
  expect(prompts.every(({ parts }) => parts.filter(({ type }) => type === 'text').length === 1)).toBe(true)
})

test('what happened while the app was closed is told once, with a way there', async ({ launch }) => {
  const app = await launch(elsewhere())
  await openElsewhere(app.page())
  await send(app.page(), 'Take your time', [
    [{ text: 'Soon. ', rate: 2_000 }, GATE, { text: 'Now.', rate: 2_000 }],
  ])
  await expect(answer(lastTurn(app.page()))).toHaveText('Soon.')
  const session = await sessionId(app.page())
  await expect(app.page().getByTestId('away')).toHaveCount(0)

  const page = await app.restart(async () => {
    gate.open()
    await expect.poll(() => isIdle(session)).toBe(true)
  })
  await expectLive(page)
  const card = page.getByTestId('away')
  await expect(card).toContainText('While you were away')
  await expect(card).toContainText('1 turn ended.')
  await card.getByRole('listitem').getByRole('button').click()
  await expect(answer(lastTurn(page))).toHaveText('Soon. Now.')
  await expect(card).toHaveCount(0)

  const again = await app.restart()
  await expectLive(again)
  await expect(row(again, session)).toBeVisible()
  await expect(again.getByTestId('away')).toHaveCount(0)
})
