import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './app.ts'
import type { App } from './lib/app.ts'
import { runProgram } from './lib/program.ts'
import { answer, composer, copied, expectLive, lastTurn, play, row, sessionId } from './lib/screen.ts'

test.describe.configure({ timeout: 120_000 })

/** As the system does it on Linux and Windows: the program once more, with the link. */
const follow = async (app: App, link: string): Promise<number | null> =>
  (await runProgram('desktop', app.world, ['--data-dir', app.world.dataDir, link])).code

test('a link to a session opens it in the app that runs', async ({ launch }) => {
  const app = await launch()
  const page = app.page()
  await play(page, 'Linked', [{ text: 'Here it is.' }])
  const session = await sessionId(page)
  await row(page, session).click({ button: 'right' })
  const link = await copied(page, page.getByRole('menuitem', { name: 'Copy link' }))
  expect(link).toMatch(new RegExp(`^millrace://session/${session}\\?server=`))
  await page.getByRole('button', { name: 'New session in tide-clock' }).click()
  await expect(page.getByTestId('turn')).toHaveCount(0)
  expect(await follow(app, link)).toBe(0)
  await expect(answer(lastTurn(page))).toHaveText('Here it is.')
  expect(app.electron().windows()).toHaveLength(1)
})

test('a link to a folder asks before it is opened; a known one opens, a crooked one does nothing', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expect(composer(page)).toBeVisible()
  await expectLive(page)
  const folder = join(app.world.dataDir, '..', 'other-folder')
  mkdirSync(folder)
  const newSession = page.getByRole('button', { name: 'New session in other-folder' })
  expect(await follow(app, 'millrace://open?path=..%2Fother-folder')).toBe(0)
  expect(await follow(app, `millrace://open?path=${encodeURIComponent(folder)}`)).toBe(0)
  const notice = page.getByRole('status').filter({ hasText: 'A link asks to open' })
  await expect(notice).toContainText('other-folder')
  await expect(newSession).toHaveCount(0)
  await notice.getByRole('button').first().click()
  await expect(newSession).toBeVisible()
})
