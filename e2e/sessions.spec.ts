import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import type { App } from './lib/app.ts'
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
  turns,
} from './lib/screen.ts'

const choose = async (page: Page, session: string, item: string): Promise<void> => {
  await row(page, session).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item, exact: false }).click()
}

const begin = async (page: Page, app: App, words: string): Promise<string> => {
  await newSession(page, app)
  await play(page, words, [{ text: `${words}: answered.` }])
  return sessionId(page)
}

const listed = async (
  app: App,
): Promise<readonly { id: string; title: string; time: { archived?: number } }[]> =>
  (await (await app.server()).call('GET', '/session')) as {
    id: string
    title: string
    time: { archived?: number }
  }[]

test('a first prompt makes a session, named by the model, at the top of its folder', async ({
  page,
  app,
}) => {
  const session = await begin(page, app, 'Sail to the lighthouse')
  await expect(row(page, session)).toContainText('Sail to the lighthouse')
  await expect(page.getByTestId('session-row').first()).toHaveAttribute('data-session-id', session)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sail to the lighthouse')
})

test('a session is renamed in place, here and on the server', async ({ page, app }) => {
  const session = await begin(page, app, 'Old name')
  await choose(page, session, 'Rename')
  const field = page.getByRole('textbox', { name: 'Session title' })
  await expect(field).toBeFocused()
  await field.fill('A better name')
  await field.press('Enter')
  await expect(row(page, session)).toContainText('A better name')
  await expect
    .poll(async () => (await listed(app)).find(({ id }) => id === session)?.title)
    .toBe('A better name')
})

test('Escape leaves a name as it was', async ({ page, app }) => {
  const session = await begin(page, app, 'Kept name')
  await row(page, session).getByRole('button').first().focus()
  await page.keyboard.press('F2')
  await page.getByRole('textbox', { name: 'Session title' }).fill('Never mind')
  await page.keyboard.press('Escape')
  await expect(row(page, session)).toContainText('Kept name')
})

test('a deleted session is gone from the list at once, and Undo brings it back', async ({ page, app }) => {
  const session = await begin(page, app, 'Delete me not')
  await choose(page, session, 'Delete')
  await expect(row(page, session)).toHaveCount(0)
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, session)).toBeVisible()
  expect((await listed(app)).map(({ id }) => id)).toContain(session)
})

test('a deletion that is not undone reaches the server', async ({ page, app }) => {
  const session = await begin(page, app, 'Delete me')
  await newSession(page, app)
  await row(page, session).getByRole('button').first().focus()
  await page.keyboard.press('Delete')
  await expect(row(page, session)).toHaveCount(0)
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' }).first().click()
  await expect.poll(async () => (await listed(app)).map(({ id }) => id)).not.toContain(session)
  await expect(row(page, session)).toHaveCount(0)
})

test('an archived session leaves the list, is found below it, and can be taken out again', async ({
  page,
  app,
}) => {
  const session = await begin(page, app, 'Archive me')
  await newSession(page, app)
  await choose(page, session, 'Archive')
  await expect(row(page, session)).toHaveCount(0)
  await expect
    .poll(async () => (await listed(app)).find(({ id }) => id === session)?.time.archived ?? 0)
    .not.toBe(0)
  await page.getByRole('button', { name: /^Archived \(\d+\)/ }).click()
  await expect(row(page, session)).toBeVisible()
  await choose(page, session, 'Take out of the archive')
  await page.getByRole('button', { name: /^Archived/ }).waitFor({ state: 'detached' })
  await expect(row(page, session)).toBeVisible()
})

test('search narrows the list as one types, and Enter opens the first', async ({ page, app }) => {
  const moon = await begin(page, app, 'About the moon')
  const star = await begin(page, app, 'About a star')
  const field = page.getByRole('searchbox', { name: 'Search sessions' })
  await field.fill('moon')
  await expect(row(page, star)).toHaveCount(0)
  await expect(row(page, moon)).toBeVisible()
  await field.press('Enter')
  await expect(answer(lastTurn(page))).toHaveText('About the moon: answered.')
  await field.fill('no such words anywhere')
  await expect(page.getByText('No session matches “no such words anywhere”.')).toBeVisible()
  await field.press('Escape')
  await expect(row(page, star)).toBeVisible()
})

test('a pinned session stays on top', async ({ page, app }) => {
  const first = await begin(page, app, 'Pin me')
  const second = await begin(page, app, 'Newer than the pinned')
  await expect(page.getByTestId('session-row').first()).toHaveAttribute('data-session-id', second)
  await choose(page, first, 'Pin')
  await expect(page.getByTestId('session-row').first()).toHaveAttribute('data-session-id', first)
  await choose(page, first, 'Unpin')
  await expect(page.getByTestId('session-row').first()).toHaveAttribute('data-session-id', second)
})

test('a session at work says so in the list; one that ended unseen is unread until it is opened', async ({
  page,
  app,
}) => {
  await send(page, 'Work behind my back', [[{ delayMs: 3_000 }, { text: 'Done meanwhile.' }]])
  const session = await sessionId(page)
  await expect(row(page, session)).toHaveAttribute('data-state', 'running')
  await newSession(page, app)
  await expect(row(page, session)).toHaveAttribute('data-state', 'unread')
  await row(page, session).getByRole('button').first().click()
  await expect(answer(lastTurn(page))).toHaveText('Done meanwhile.')
  await expect(row(page, session)).toHaveAttribute('data-state', 'idle')
})

test('a session that failed is marked in the list', async ({ page, app }) => {
  await send(page, 'Fail', [[{ fail: { status: 400, message: 'No.', times: 9 } }]])
  await expectTurn(page, 'failed')
  const session = await sessionId(page)
  await newSession(page, app)
  await expect(row(page, session)).toHaveAttribute('data-state', 'error')
})

test('a session made by another program appears', async ({ page, app }) => {
  const truth = await app.server()
  const session = await truth.createSession()
  await truth.prompt(session, 'Written elsewhere')
  await expect(row(page, session)).toContainText('Written elsewhere')
  await row(page, session).getByRole('button').first().click()
  await expect(turns(page).first()).toContainText('Written elsewhere')
})

test('a long session shows its newest turns first and earlier ones on the way up', async ({ page, app }) => {
  const truth = await app.server()
  const session = await truth.createSession()
  for (let n = 0; n < 45; n += 1)
    await truth.call('POST', `/session/${session}/message`, {
      noReply: true,
      parts: [{ type: 'text', text: `Note ${n}.` }],
    })
  await truth.call('POST', `/session/${session}/message`, { parts: [{ type: 'text', text: 'The last one' }] })
  await row(page, session).getByRole('button').first().click()
  await expect(lastTurn(page)).toContainText('The last one')
  await expect(lastTurn(page)).toBeInViewport()
  await expect(composer(page)).toBeVisible()
  const timeline = page.getByTestId('timeline')
  await expect(async () => {
    await timeline.evaluate((element) => element.scrollTo(0, 0))
    await expect(turns(page).first()).toContainText('Note 0.', { timeout: 1_000 })
  }).toPass()
})
