import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './app.ts'
import { marked } from './lib/processes.ts'
import { runProgram } from './lib/program.ts'
import { answer, composer, expectLive, lastTurn, play, runCommand } from './lib/screen.ts'

test.describe.configure({ timeout: 120_000 })

/** Records what would be opened outside instead of opening it; by the app's own seam, `shell`. */
const recordOpened = (electron: ElectronApplication): Promise<void> =>
  electron.evaluate(({ shell }) => {
    const opened: string[] = []
    shell.openExternal = async (url: string) => void opened.push(url)
    Object.assign(globalThis, { openedInTest: opened })
  })
const opened = (electron: ElectronApplication): Promise<readonly string[]> =>
  electron.evaluate(() => (globalThis as unknown as { openedInTest: string[] }).openedInTest)

const menu = (electron: ElectronApplication, id: string): Promise<void> =>
  electron.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
    if (!item) throw new Error(`No menu item ${wanted}`)
    const [window] = BrowserWindow.getAllWindows()
    item.click(undefined, window, window?.webContents)
  }, id)

test('web links go to the system’s browser, other kinds nowhere, and the window stays', async ({
  page,
  app,
}) => {
  const electron = app.electron()
  await recordOpened(electron)
  await play(page, 'Links', [
    {
      text: 'A [web page](https://example.com/tides), a [file](file:///etc/passwd), a [script](javascript:alert(1)).',
    },
  ])
  const address = page.url()
  await answer(lastTurn(page)).getByText('web page').click()
  await expect.poll(() => opened(electron)).toEqual(['https://example.com/tides'])
  for (const words of ['file', 'script'])
    await answer(lastTurn(page)).getByText(words, { exact: true }).click()
  await page.evaluate(() => void window.open('file:///etc/passwd'))
  await page.evaluate(() => void window.open('https://example.com/other'))
  await expect
    .poll(() => opened(electron))
    .toEqual(['https://example.com/tides', 'https://example.com/other'])
  expect(page.url()).toBe(address)
  expect(electron.windows()).toHaveLength(1)
})

test('the page can’t reach Node, and its address is the app’s own', async ({ page, app }) => {
  const reach = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
  )
  expect(reach).toEqual([])
  const url = await app
    .electron()
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '')
  expect(url).toMatch(/^app:/)
})

test('the menu’s commands do what they say', async ({ page, app }) => {
  const electron = app.electron()
  await play(page, 'For the menu', [{ text: 'Here.' }])
  await menu(electron, 'toggle-sidebar')
  await expect(page.getByTestId('session-list')).toBeHidden()
  await menu(electron, 'toggle-sidebar')
  await expect(page.getByTestId('session-list')).toBeVisible()
  await menu(electron, 'palette')
  await expect(page.getByPlaceholder('Search actions, sessions and folders')).toBeVisible()
  await page.keyboard.press('Escape')
  await menu(electron, 'shortcuts')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await menu(electron, 'settings')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await menu(electron, 'new-session')
  await expect(page.getByTestId('turn')).toHaveCount(0)
  await expect(composer(page)).toBeVisible()
})

test('a folder chosen in the system’s dialog is opened; cancelling opens nothing', async ({ page, app }) => {
  const electron = app.electron()
  const answerDialog = (result: { canceled: boolean; filePaths: string[] }): Promise<void> =>
    electron.evaluate(({ dialog }, value) => {
      dialog.showOpenDialog = () => Promise.resolve(value)
    }, result)
  await answerDialog({ canceled: true, filePaths: [] })
  await runCommand(page, 'Open a folder')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await answerDialog({ canceled: false, filePaths: [`${app.project}/src`] })
  await runCommand(page, 'Open a folder')
  await expect(page.getByRole('button', { name: 'New session in src' })).toBeVisible()
})

test('the window comes back where it was', async ({ launch }) => {
  const app = await launch()
  const bounds = { x: 60, y: 70, width: 900, height: 620 }
  await app
    .electron()
    .evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds)
  await app.restart()
  const now = await app
    .electron()
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  expect(now).toEqual(bounds)
})

test('a second start brings its folder to the first and ends', async ({ launch }) => {
  const app = await launch()
  await expectLive(app.page())
  const before = marked(app.world.mark).length
  const ended = await runProgram('desktop', app.world, [
    '--data-dir',
    app.world.dataDir,
    '--project',
    `${app.project}/src`,
  ])
  expect(ended.code).toBe(0)
  await expect(app.page().getByRole('button', { name: 'New session in src' })).toBeVisible()
  expect(app.electron().windows()).toHaveLength(1)
  await expect.poll(() => marked(app.world.mark).length).toBeLessThanOrEqual(before)
})

test('a second start with a server of its own says where that goes, and changes nothing', async ({
  launch,
}) => {
  const app = await launch()
  const ended = await runProgram('desktop', app.world, [
    '--data-dir',
    app.world.dataDir,
    '--server',
    'http://127.0.0.1:1',
  ])
  expect(ended.code).toBe(2)
  expect(ended.stderr).toContain('connect to the server there, or start with another --data-dir')
  expect(app.electron().windows()).toHaveLength(1)
})

test('the title bar is the app’s own and names project, session and state', async ({ page }) => {
  await play(page, 'Title of this', [{ text: 'Titled.' }])
  const bar = page.getByRole('banner', { name: 'Title bar' })
  await expect(bar).toContainText('tide-clock')
  await expect(bar.getByRole('heading', { level: 1 })).toHaveText('Title of this')
  await expect(bar.getByTestId('connection-state')).toHaveText(/Live/)
  await expect(page).toHaveTitle(/Title of this/)
})

test('the app’s theme follows the system’s', async ({ page, app }) => {
  const setDark = (dark: boolean): Promise<string> =>
    app.electron().evaluate(({ nativeTheme }, value) => {
      nativeTheme.themeSource = value ? 'dark' : 'light'
      return nativeTheme.themeSource
    }, dark)
  await setDark(true)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await setDark(false)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})
