import { expect, test } from './app.ts'
import { answer, composer, expectTurn, lastTurn, play, send, sessionId, toolRow } from './lib/screen.ts'
import { storedMessages, storedParts } from './lib/stored.ts'

const hanging = [[{ text: 'This much was written. ', rate: 2_000 }, { hang: true as const }]]

test('Stop ends the turn; what was written stays; the session goes on', async ({ page, app }) => {
  await send(page, 'Begin', hanging)
  await expect(answer(lastTurn(page))).toHaveText('This much was written.')
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
  await expect(page.getByTestId('stop')).toHaveCount(0)
  await expect(answer(lastTurn(page))).toHaveText('This much was written.')
  await expect(lastTurn(page)).toContainText('Stopped.')
  const [, reply] = await storedMessages(await app.server(), await sessionId(page))
  expect(JSON.stringify(reply?.info.error)).toContain('MessageAbortedError')

  await play(page, 'Go on', [{ text: 'Going on.' }])
  await expect(answer(lastTurn(page))).toHaveText('Going on.')
})

test('Escape twice stops; once says what a second one does', async ({ page }) => {
  await send(page, 'Begin again', hanging)
  await expect(answer(lastTurn(page))).toHaveText('This much was written.')
  await composer(page).press('Escape')
  await expect(page.getByText('Esc again', { exact: false }).filter({ visible: true })).toBeVisible()
  await expect(lastTurn(page)).toHaveAttribute('data-state', 'working')
  await composer(page).press('Escape')
  await expectTurn(page, 'stopped')
})

test('the shortcut stops from anywhere', async ({ page }) => {
  await send(page, 'Begin once more', hanging)
  await expect(answer(lastTurn(page))).toHaveText('This much was written.')
  await page.getByTestId('timeline').focus()
  await page.keyboard.press('ControlOrMeta+.')
  await expectTurn(page, 'stopped')
})

test('a shell that runs is ended by Stop', async ({ page, app }) => {
  await send(page, 'Sleep', [{ tool: 'bash', input: { command: 'sleep 4242' } }, { text: 'Slept.' }])
  await expect(toolRow(lastTurn(page), 'bash')).toHaveAttribute('data-status', 'running')
  const sleeps = () => app.processes().filter(({ command }) => command.startsWith('sleep 4242'))
  await expect.poll(() => sleeps().length).toBe(1)
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
  await expect.poll(() => sleeps().length).toBe(0)
  const stored = await storedParts(await app.server(), await sessionId(page))
  const status = stored.find((part) => part.tool === 'bash')?.state?.status ?? 'none'
  expect(status).not.toBe('running')
  await expect(toolRow(lastTurn(page), 'bash')).toHaveAttribute('data-status', status)
})
