import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './app.ts'
import { answer, lastTurn, play, row, sessionId } from './lib/screen.ts'

test.describe.configure({ timeout: 120_000 })

/** The window that the action opens. */
const openedBy = async (electron: ElectronApplication, action: () => Promise<unknown>): Promise<Page> => {
  const [page] = await Promise.all([electron.waitForEvent('window'), action()])
  return page
}

const newWindow = (electron: ElectronApplication): Promise<Page> =>
  openedBy(electron, () =>
    electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('new-window')?.click()),
  )

test('two windows keep a session and a place each, also over a restart', async ({ launch }) => {
  const app = await launch()
  const first = app.page()
  await play(first, 'Tides', [{ text: 'High.' }])
  const tides = await sessionId(first)
  await first.getByRole('button', { name: 'New session in tide-clock' }).click()
  await play(first, 'Moons', [{ text: 'Full.' }])
  const moons = await sessionId(first)

  await row(first, tides).click({ button: 'right' })
  const second = await openedBy(app.electron(), () =>
    first.getByRole('menuitem', { name: 'Open in new window' }).click(),
  )
  await expect(answer(lastTurn(second))).toHaveText('High.')
  expect(await sessionId(second)).toBe(tides)
  await expect(answer(lastTurn(first))).toHaveText('Full.')

  const places = (electron: ElectronApplication) =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        session: window.webContents.getURL().split('/').at(-1) ?? '',
        bounds: window.getNormalBounds(),
      })),
    )
  const before = await places(app.electron())
  expect(before.map(({ session }) => session).toSorted()).toEqual([tides, moons].toSorted())
  expect(before[0]?.bounds).not.toEqual(before[1]?.bounds)

  await app.restart()
  await expect.poll(() => app.electron().windows().length).toBe(2)
  const bySession = (list: typeof before): typeof before =>
    list.toSorted((a, b) => a.session.localeCompare(b.session))
  await expect.poll(async () => bySession(await places(app.electron()))).toEqual(bySession(before))
  for (const window of app.electron().windows())
    await expect(answer(lastTurn(window))).toHaveText((await sessionId(window)) === tides ? 'High.' : 'Full.')
})

test('a window that is closed does not come back, the last one does', async ({ launch }) => {
  const app = await launch()
  const second = await newWindow(app.electron())
  await expect(second.getByTestId('composer')).toBeVisible()
  await second.evaluate(() => window.close())
  await expect.poll(() => app.electron().windows().length).toBe(1)
  await app.restart()
  await expect(app.page().getByTestId('composer')).toBeVisible()
  expect(app.electron().windows()).toHaveLength(1)
})
