import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import type { App } from './lib/app.ts'
import { composer, connection, expectLive, play } from './lib/screen.ts'

interface SavedFile {
  readonly name: string
  readonly text: string
}

/** What a click makes a person save: the desktop's dialog is answered with a file of the test's own world. */
const savedBy = async (app: App, page: Page, click: () => Promise<void>): Promise<SavedFile> => {
  if (app.kind === 'browser') {
    const download = page.waitForEvent('download')
    await click()
    const file = await download
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  const path = join(app.world.root, 'saved.md')
  const electron = app.electron()
  await electron.evaluate(({ session }, savePath) => {
    const saved = new Promise<string>((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(savePath)
        item.once('done', () => resolve(item.getFilename()))
      })
    })
    Object.assign(globalThis, { saved })
  }, path)
  await click()
  const name = await electron.evaluate(() => (globalThis as unknown as { saved: Promise<string> }).saved)
  return { name, text: await readFile(path, 'utf8') }
}

test('the panel shows what came through, in numbers and as a picture', async ({ page }) => {
  await play(page, 'Count this', [{ text: 'A short answer.' }])
  await connection(page).click()
  const card = page.getByRole('tabpanel').getByRole('group').first()
  await expect(card).toContainText('Every change is shown as it happens.')
  await expect(card.getByRole('img', { name: /^Events per second over the last 3 minutes: / })).toBeVisible()
  await expect(
    card.getByRole('img', { name: /^Age of the last byte over the last 3 minutes: / }),
  ).toBeVisible()
  await card.getByRole('button', { name: 'All counters' }).click()
  const value = (group: string, name: string) =>
    card.getByRole('region', { name: group }).locator('dt', { hasText: name }).locator('+ dd').first()
  await expect(value('What came in', 'Received')).toHaveText(/[1-9][\d.]* [kM]B/)
  await expect(value('What windows were sent', 'Batches')).not.toHaveText('0')
  await expect(value('What windows were sent', 'Merged')).toHaveText(/^[\d.]+ into one$/)
  await expect(value('Outbox', 'Waiting')).toHaveText('0')
})

test('neither the report nor the saved file holds a word, an address or a path', async ({ page, app }) => {
  await play(page, 'A private thought', [{ text: 'A private answer.' }])
  await connection(page).click()
  await page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, 'writeText', {
      configurable: true,
      value: async (text: string) => void ((window as { copiedText?: string }).copiedText = text),
    })
  })
  await page.getByRole('button', { name: 'Copy report' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const report = await page.evaluate(() => (window as { copiedText?: string }).copiedText ?? '')
  expect(report).toContain('# Millrace connection report')
  expect(report).toContain('- State: live')

  const { name, text: saved } = await savedBy(app, page, () =>
    page.getByRole('button', { name: 'Save diagnostics' }).click(),
  )
  expect(name).toMatch(/^millrace-diagnostics-\d{4}-\d\d-\d\d\.md$/)
  expect(saved).toContain('- State: live')
  expect(saved).toContain('"state":"live"')
  const { password } = await app.server()
  for (const text of [report, saved]) {
    expect(text).not.toMatch(/private|tide-clock|127\.0\.0\.1/)
    expect(text).not.toContain(app.world.root)
    expect(text).not.toContain(password)
  }
})

test('a command opens the panel, and a server that was stopped can be started from it', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await composer(page).fill('kept')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByPlaceholder('Search actions, sessions and folders').fill('Show the connection')
  await page.keyboard.press('Enter')
  const card = page.getByRole('tabpanel').getByRole('group').first()
  await card.getByRole('button', { name: 'Stop' }).click()
  await expect(connection(page)).toHaveAttribute('data-state', 'stopped')
  await expect(card).toContainText('Sessions are shown as they were last known.')
  await card.getByRole('button', { name: 'Start again' }).click()
  await expectLive(page)
  await expect(composer(page)).toHaveValue('kept')
})
