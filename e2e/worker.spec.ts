import { expect, test } from './app.ts'
import type { App } from './lib/app.ts'
import { isWorker, kill } from './lib/processes.ts'
import { answer, composer, connection, expectLive, lastTurn, play, runCommand } from './lib/screen.ts'

/** An app of its own, and up to six workers of it. */
test.describe.configure({ timeout: 120_000 })

/** A hung worker is found within 5 s; the next one starts and reads its data. */
const REPLACED_MS = 20_000

const workerPid = (app: App): number | null => app.processes().find(isWorker)?.pid ?? null

const nextWorker = async (app: App, before: number): Promise<number> => {
  await expect.poll(() => workerPid(app) ?? before, { timeout: REPLACED_MS }).not.toBe(before)
  return app.worker().pid
}

test('a worker that hangs is replaced, and the window keeps what was typed, opened and scrolled', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await play(page, 'Before', [
    { text: Array.from({ length: 80 }, (_, n) => `Paragraph ${n}.`).join('\n\n'), rate: 2_000 },
  ])
  const timeline = page.getByTestId('timeline')
  await timeline.hover()
  await page.mouse.wheel(0, -100_000)
  await expect(page.getByText('Paragraph 0.', { exact: true })).toBeInViewport()
  await composer(page).fill('half a thought\nof two lines')
  await runCommand(page, 'Settings')
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await expect(dialog).toBeVisible()

  const before = app.worker().pid
  kill(before, 'SIGSTOP')
  await nextWorker(app, before)
  const notice = page.getByText('Millrace’s background process hung and was started again.', { exact: false })
  await expect(notice).toHaveCount(1, { timeout: REPLACED_MS })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expectLive(page)
  await expect(composer(page)).toHaveValue('half a thought\nof two lines')
  await expect(page.getByText('Paragraph 0.', { exact: true })).toBeInViewport()

  await play(page, 'After', [{ text: 'All is well.' }])
  await expect(answer(lastTurn(page))).toHaveText('All is well.')
  await expect(notice).toHaveCount(1)
})

test('a worker that keeps dying is given up visibly, and starts again when a person asks', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await play(page, 'Before', [{ text: 'A first answer.' }])
  await composer(page).fill('half a thought')
  const server = (await app.server()).pid

  let pid = app.worker().pid
  for (let death = 1; death <= 5; death += 1) {
    kill(pid)
    if (death < 5) pid = await nextWorker(app, pid)
  }
  await expect(page.getByText('Millrace’s background process keeps stopping', { exact: false })).toBeVisible({
    timeout: REPLACED_MS,
  })
  await expect(connection(page)).toContainText('Not running')
  expect(workerPid(app)).toBe(null)
  await expect(answer(lastTurn(page))).toHaveText('A first answer.')
  await expect(composer(page)).toHaveValue('half a thought')

  await page.getByRole('button', { name: 'Start again' }).click()
  await expectLive(page)
  await expect(page.getByText('keeps stopping', { exact: false })).toHaveCount(0)
  await expect(composer(page)).toHaveValue('half a thought')
  expect((await app.server()).pid).toBe(server)
  await play(page, 'After', [{ text: 'A second answer.' }])
})
