import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { promptWithScript } from '../src/worker/demo/script.ts'
import { expect, test } from './app.ts'
import {
  answer,
  composer,
  expectTurn,
  lastTurn,
  newSession,
  play,
  row,
  send,
  sessionId,
  toolRow,
  turns,
} from './lib/screen.ts'
import { storedParts } from './lib/stored.ts'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const hang = [[{ text: 'Working on it. ', rate: 2_000 }, { hang: true as const }]]
const outbox = (page: Page) => page.getByTestId('outbox-item')

test('Shift+Enter breaks the line, Enter sends', async ({ page, app }) => {
  await composer(page).pressSequentially('one')
  await composer(page).press('Shift+Enter')
  await composer(page).pressSequentially('two')
  await expect(composer(page)).toHaveValue('one\ntwo')
  await expect(turns(page)).toHaveCount(0)
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  await expect(composer(page)).toHaveValue('')
  const [prompt] = await storedParts(await app.server(), await sessionId(page), 'user')
  expect(prompt?.text).toBe('one\ntwo')
})

test('Enter never sends while an input method is composing', async ({ page, browserName }) => {
  expect(browserName).toBe('chromium')
  await composer(page).focus()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await expect(composer(page)).toHaveValue('にほん')
  await composer(page).press('Enter')
  await expect(turns(page)).toHaveCount(0)
  await cdp.send('Input.insertText', { text: '日本' })
  await expect(composer(page)).toHaveValue(/日本/)
  await expect(turns(page)).toHaveCount(0)
})

test('each session keeps its own draft', async ({ page, app }) => {
  await play(page, 'With a draft', [{ text: 'Yes.' }])
  const session = await sessionId(page)
  await composer(page).fill('not yet')
  await newSession(page, app)
  await expect(composer(page)).toHaveValue('')
  await row(page, session).getByRole('button').first().click()
  await expect(composer(page)).toHaveValue('not yet')
  await composer(page).fill('')
})

test('the arrow up brings back what was sent in this folder', async ({ page, app }) => {
  await composer(page).fill('The first of two')
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  await newSession(page, app)
  await composer(page).fill('The second of two')
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  await composer(page).press('ArrowUp')
  await expect(composer(page)).toHaveValue('The second of two')
  await composer(page).press('ArrowUp')
  await expect(composer(page)).toHaveValue('The first of two')
  await composer(page).press('ArrowDown')
  await expect(composer(page)).toHaveValue('The second of two')
  await composer(page).press('ArrowDown')
  await expect(composer(page)).toHaveValue('')
})

test('@ finds a file and attaches it', async ({ page, app }) => {
  await composer(page).pressSequentially('Look at @tide')
  const list = page.getByRole('listbox', { name: 'Files and agents' })
  await expect(list.getByRole('option', { name: /^tide\.js/ })).toBeVisible()
  await list.getByRole('option', { name: /^tide\.js/ }).click()
  await expect(composer(page)).toHaveValue(/@src\/tide\.js/)
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  const parts = await storedParts(await app.server(), await sessionId(page), 'user')
  expect(parts.some((part) => part.type === 'file' && part.filename?.includes('tide.js'))).toBe(true)
})

test('/ lists commands, and one is run with its arguments', async ({ page, app }) => {
  await composer(page).pressSequentially('/gre')
  await expect(page.getByRole('option', { name: /greet/ })).toBeVisible()
  await composer(page).press('Enter')
  await expect(composer(page)).toHaveValue('/greet ')
  await composer(page).pressSequentially('the keeper')
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  const [prompt] = await storedParts(await app.server(), await sessionId(page), 'user')
  expect(prompt?.text).toBe('Greet the keeper.')
})

test('! runs a shell line whose output goes into the session', async ({ page }) => {
  await composer(page).pressSequentially('!printf "from the shell"')
  await expect(page.getByText('Shell line')).toBeVisible()
  await composer(page).press('Enter')
  await expect(toolRow(page, 'bash')).toHaveAttribute('data-status', 'completed')
  const shell = toolRow(lastTurn(page), 'bash')
  const button = shell.getByRole('button').first()
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
  await expect(shell).toContainText('from the shell')
})

test('a pasted image is shown and goes with the prompt', async ({ page, app }) => {
  await composer(page).focus()
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }))
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, PIXEL)
  const attached = page.getByRole('list', { name: 'Attached' })
  await expect(attached.getByRole('img')).toBeVisible()
  await composer(page).fill('What is this')
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  await expect(attached).toHaveCount(0)
  const parts = await storedParts(await app.server(), await sessionId(page), 'user')
  expect(parts.find((part) => part.type === 'file')).toMatchObject({ mime: 'image/png' })
})

test('a chosen file is attached, can be removed, and goes with the prompt', async ({ page, app }) => {
  const file = join(app.world.root, 'notes.txt')
  await writeFile(file, 'Low water at six.')
  const input = page.locator('input[type="file"]')
  await input.setInputFiles(file)
  const attached = page.getByRole('list', { name: 'Attached' })
  await expect(attached).toContainText('notes.txt')
  await attached.getByRole('button', { name: 'Remove notes.txt' }).click()
  await expect(attached).toHaveCount(0)
  await input.setInputFiles(file)
  await composer(page).fill('Read the notes')
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  const parts = await storedParts(await app.server(), await sessionId(page), 'user')
  expect(
    parts.some((part) => part.text?.includes('Low water at six.') || part.filename === 'notes.txt'),
  ).toBe(true)
})

test('a long pasted text becomes a chip and goes with the prompt whole', async ({ page, app }) => {
  const text = Array.from({ length: 80 }, (_, index) => `Log line ${index}`).join('\n')
  await composer(page).fill('Read this')
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)
  await expect(page.getByRole('list', { name: 'Attached' })).toContainText('80 lines')
  await expect(composer(page)).toHaveValue('Read this')
  await composer(page).press('Enter')
  await expectTurn(page, 'done')
  const parts = await storedParts(await app.server(), await sessionId(page), 'user')
  expect(parts.map((part) => part.text).join('\n')).toContain(text)
})

test('what is sent while a turn runs waits, can be edited or removed, and goes when the turn ends', async ({
  page,
}) => {
  await send(page, 'A long turn', hang)
  await expect(answer(lastTurn(page))).toHaveText('Working on it.')
  await composer(page).fill('Next please')
  await composer(page).press('Enter')
  await expect(outbox(page)).toContainText('Next please')
  await expect(outbox(page)).toContainText('Next, after this turn')
  await composer(page).fill('And not this')
  await composer(page).press('Enter')
  await expect(outbox(page)).toHaveCount(2)
  await outbox(page).nth(1).getByRole('button', { name: 'Remove' }).click()
  await expect(outbox(page)).toHaveCount(1)
  await outbox(page).getByRole('button', { name: 'Edit' }).click()
  await expect(outbox(page)).toHaveCount(0)
  await expect(composer(page)).toHaveValue('Next please')
  await composer(page).fill(promptWithScript('Next, changed', [{ text: 'It was next.' }]))
  await composer(page).press('Enter')
  await expect(outbox(page)).toHaveCount(1)
  await expect(turns(page)).toHaveCount(1)

  await page.getByTestId('stop').click()
  await expect(turns(page)).toHaveCount(2)
  await expect(answer(lastTurn(page))).toHaveText('It was next.')
  await expect(outbox(page)).toHaveCount(0)
  await expect(lastTurn(page)).toContainText('Next, changed')
})

test('the composer grows with its text up to a share of the window', async ({ page }) => {
  const height = async () => (await composer(page).boundingBox())?.height ?? 0
  const before = await height()
  await composer(page).fill('line\n'.repeat(8))
  expect(await height()).toBeGreaterThan(before)
  await composer(page).fill('line\n'.repeat(200))
  const viewport = await page.evaluate(() => innerHeight)
  expect(await height()).toBeLessThanOrEqual(viewport * 0.41)
  await composer(page).fill('')
})
