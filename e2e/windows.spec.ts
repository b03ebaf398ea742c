import { expect, test } from './app.ts'
import { answer, expectTurn, inlineAsk, lastTurn, send, sessionId } from './lib/screen.ts'

test('two windows on one worker show the same stream, each from the start of the turn', async ({
  page,
  app,
}) => {
  const slow = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ')
  await send(page, 'For both', [[{ text: `${slow} `, rate: 2_000 }, { hang: true }]])
  await expect(answer(lastTurn(page))).toHaveText(slow)
  const second = await app.openWindow(new URL(page.url()).pathname)
  await expect(answer(lastTurn(second))).toHaveText(slow)
  await expect(lastTurn(second)).toHaveAttribute('data-state', 'working')
  await second.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
  await expectTurn(second, 'stopped')
})

test('an ask answered in one window vanishes in the other', async ({ page, app }) => {
  await send(page, 'Ask both', [{ tool: 'bash', input: { command: 'cal' } }, { text: 'Both saw it.' }])
  await expect(inlineAsk(page)).toBeVisible()
  const second = await app.openWindow(new URL(page.url()).pathname)
  await expect(inlineAsk(second)).toContainText('cal')
  await inlineAsk(second).getByRole('button', { name: 'Once', exact: true }).click()
  await expect(page.getByTestId('ask')).toHaveCount(0)
  await expectTurn(page, 'done')
  await expectTurn(second, 'done')
  await expect(answer(lastTurn(page))).toHaveText('Both saw it.')
})

test('a prompt sent in one window is in the other', async ({ page, app }) => {
  await send(page, 'First', [{ text: 'One.' }])
  await expectTurn(page, 'done')
  const second = await app.openWindow(new URL(page.url()).pathname)
  await expect(answer(lastTurn(second))).toHaveText('One.')
  await send(second, 'Second', [{ text: 'Two.' }])
  await expect(answer(lastTurn(page))).toHaveText('Two.')
})

test('the short address opens the session', async ({ page, app }) => {
  await send(page, 'Short', [{ text: 'Found.' }])
  await expectTurn(page, 'done')
  const session = await sessionId(page)
  const second = await app.openWindow(`/session/${session}`)
  await expect(answer(lastTurn(second))).toHaveText('Found.')
  expect(await sessionId(second)).toBe(session)
})

test('an address of a session that is not there says so', async ({ app }) => {
  const page = await app.openWindow('/session/ses_nowhere')
  await expect(page.getByText('No connected server has a session ses_nowhere')).toBeVisible()
  await page.close()
})
