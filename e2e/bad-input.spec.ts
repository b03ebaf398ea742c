import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type RealOpencode, startRealOpencode } from '../test/opencode/real-server.ts'
import { expect, test } from './app.ts'
import {
  answer,
  composer,
  connection,
  connectServer,
  copied,
  copyTurn,
  expectLive,
  lastTurn,
  openFolder,
  play,
  row,
  runCommand,
  sessionId,
} from './lib/screen.ts'
import { storedMessages } from './lib/stored.ts'

const folderDialog = 'Open a folder'

test('a folder that is not there, or is none: a sentence in the dialog, and nothing is opened', async ({
  page,
  app,
}) => {
  await runCommand(page, 'Open a folder')
  const dialog = page.getByRole('dialog', { name: folderDialog })
  await openFolder(page, join(app.world.root, 'nowhere'))
  await expect(dialog.getByRole('alert')).toContainText(
    `There is no folder ${join(app.world.root, 'nowhere')}`,
  )
  await openFolder(page, join(app.project, 'README.md'))
  await expect(dialog.getByRole('alert')).toContainText('is a file, not a folder')
  await page.keyboard.press('Escape')
  await expect(composer(page)).toBeVisible()
})

test('a folder that may not be read says so', async ({ page, app }) => {
  test.skip(process.getuid?.() === 0, 'root may read every folder')
  const closed = join(app.world.root, 'closed')
  await mkdir(closed, { mode: 0o000 })
  await runCommand(page, 'Open a folder')
  await openFolder(page, closed)
  await expect(page.getByRole('dialog', { name: folderDialog }).getByRole('alert')).toContainText(
    'can’t be read',
  )
})

test('a web server that is no opencode, and answers 200 to everything, is told apart', async ({ page }) => {
  const impostor = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')
  }).listen(0, '127.0.0.1')
  await once(impostor, 'listening')
  const url = `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`
  await connectServer(page, { url, password: 'any' })
  const alert = page.getByRole('dialog', { name: 'Connect to a server' }).getByRole('alert')
  await expect(alert).toContainText('answers, but not as an opencode or CodeNomad server does')
  await expect(page.getByLabel('Address')).toHaveValue(url)
  impostor.close()
  impostor.closeAllConnections()
})

test('nothing at an address, a wrong password, an address that is none: each its own sentence', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const dialog = page.getByRole('dialog', { name: 'Connect to a server' })
  await connectServer(page, { url: 'http://127.0.0.1:9', password: '' })
  await expect(dialog.getByRole('alert')).toContainText('Nothing answers at http://127.0.0.1:9')
  await dialog.getByLabel('Address').fill('not an address')
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(dialog).toContainText('This is not an address.')

  const remote: RealOpencode = await startRealOpencode({ projectFiles: { 'a.txt': 'a' } })
  await dialog.getByLabel('Address').fill(remote.url)
  await dialog.getByLabel('Password').fill('wrong')
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('refused that user name and password')
  await remote.close()
})

test('a damaged database is moved aside, said so, and the app goes on', async ({ launch }) => {
  const garbage = 'This is not a database. '.repeat(400)
  const app = await launch({
    prepare: async ({ dataDir }) => {
      await mkdir(dataDir, { recursive: true })
      await writeFile(join(dataDir, 'journal.sqlite'), garbage)
    },
  })
  const page = app.page()
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('The journal was damaged')
  const aside = (await readdir(app.world.dataDir)).find((name) => /damaged/.test(name)) ?? ''
  expect(await readFile(join(app.world.dataDir, aside), 'utf8')).toBe(garbage)
  await expectLive(page)
  await play(page, 'All the same', [{ text: 'It works.' }])
})

test('damaged settings are kept as a file, said so, and the usual ones used', async ({ launch }) => {
  const app = await launch({
    prepare: async ({ dataDir }) => {
      await mkdir(dataDir, { recursive: true })
      await writeFile(join(dataDir, 'settings.json'), '{ "theme": "dark", ')
    },
  })
  await expect(app.page().getByRole('region', { name: 'Notices' })).toContainText('The settings were damaged')
  expect(await readFile(join(app.world.dataDir, 'settings.damaged-1.json'), 'utf8')).toBe(
    '{ "theme": "dark", ',
  )
  await expectLive(app.page())
})

test('a folder with its own opencode configuration names what would run, and asks once', async ({
  page,
  app,
}) => {
  const folder = join(app.world.root, 'with-config')
  await mkdir(join(folder, '.opencode', 'plugin'), { recursive: true })
  await writeFile(join(folder, '.opencode', 'plugin', 'hello.js'), 'export const Hello = async () => ({})\n')
  await writeFile(
    join(folder, 'opencode.json'),
    JSON.stringify({
      mcp: { weather: { type: 'local', command: ['weather-server', '--now'], enabled: false } },
    }),
  )
  await runCommand(page, 'Open a folder')
  await openFolder(page, folder)
  const dialog = page.getByRole('dialog', { name: 'This folder brings programs of its own' })
  await expect(dialog).toContainText('MCP server weather: weather-server --now')
  await expect(dialog).toContainText('Code: .opencode/plugin/hello.js')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'New session in with-config' })).toHaveCount(0)

  await runCommand(page, 'Open a folder')
  await openFolder(page, folder)
  await dialog.getByRole('button', { name: 'Open and allow' }).click()
  await expect(page.getByRole('button', { name: 'New session in with-config' })).toBeVisible()
  await page.getByRole('button', { name: 'with-config', exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Close folder' }).click()
  await expect(page.getByRole('button', { name: 'New session in with-config' })).toHaveCount(0)

  await runCommand(page, 'Open a folder')
  await openFolder(page, folder)
  await expect(page.getByRole('button', { name: 'New session in with-config' })).toBeVisible()
  await expect(dialog).toHaveCount(0)
})

test('a folder that has gained configuration since it was opened is asked about before any of it runs', async ({
  launch,
}) => {
  test.setTimeout(120_000)
  const app = await launch({ withProject: false })
  const page = app.page()
  await page.getByRole('button', { name: 'Open a folder' }).first().click()
  await openFolder(page, app.project)
  await expectLive(page)
  await play(page, 'Before it came', [{ text: 'Kept here.' }])
  const session = await sessionId(page)
  const again = await app.restart(async () => {
    await mkdir(join(app.project, '.opencode', 'plugin'), { recursive: true })
    await writeFile(
      join(app.project, '.opencode', 'plugin', 'late.js'),
      `import { writeFileSync } from 'node:fs'\nexport const Late = async () => (writeFileSync(${JSON.stringify(join(app.world.root, 'it-ran'))}, ''), {})\n`,
    )
  })
  await expect(again.getByText('brings its own opencode configuration')).toBeVisible()
  await expect(row(again, session)).toHaveCount(0)
  await again.getByRole('button', { name: 'See what it would run' }).click()
  const dialog = again.getByRole('dialog', { name: 'This folder brings programs of its own' })
  await expect(dialog).toContainText('Code: .opencode/plugin/late.js')
  expect(existsSync(join(app.world.root, 'it-ran'))).toBe(false)
  await dialog.getByRole('button', { name: 'Open and allow' }).click()
  await expect(row(again, session)).toBeVisible()
})

test('an answer of 20 MB is shown, can be copied whole, and leaves the window usable', async ({
  page,
  app,
}) => {
  test.setTimeout(150_000)
  await play(page, 'Huge', [{ text: 'Small for now.' }])
  const session = await sessionId(page)
  const truth = await app.server()
  const message = (await storedMessages(truth, session)).find(({ info }) => info.role === 'assistant')
  const part = message?.parts.find(({ type }) => type === 'text')
  const text = `${'All the tides of the year, hour by hour 🌊.\n\n'.repeat(450_000)}The end of it.`
  expect(Buffer.byteLength(text)).toBeGreaterThan(20_000_000)
  await truth.call('PATCH', `/session/${session}/message/${message?.info.id}/part/${part?.id}`, {
    ...part,
    text,
  })

  await expect(answer(lastTurn(page))).toContainText('The end of it.', { timeout: 60_000 })
  expect((await copied(page, copyTurn(lastTurn(page)))).length).toBe(text.length)
  await composer(page).pressSequentially('still here')
  await expect(composer(page)).toHaveValue('still here')
  await composer(page).fill('')
  await page.getByRole('button', { name: 'New session in tide-clock' }).click()
  await play(page, 'And on', [{ text: 'Of course.' }])
  await row(page, session).getByRole('button').first().click()
  await expect(answer(lastTurn(page))).toContainText('The end of it.', { timeout: 60_000 })
  await expect(connection(page)).toHaveAttribute('data-state', 'live')
})

test('a folder that is gone at the next start says so, and its sessions are still read', async ({
  launch,
}) => {
  test.setTimeout(120_000)
  const app = await launch({ withProject: false })
  const page = app.page()
  await page.getByRole('button', { name: 'Open a folder' }).first().click()
  await openFolder(page, app.project)
  await expectLive(page)
  await play(page, 'Written there', [{ text: 'Kept here.' }])
  const session = await sessionId(page)
  const again = await app.restart(() => rm(app.project, { recursive: true }))
  await expect(again.getByText('This folder can’t be read just now.')).toBeVisible()
  await row(again, session).getByRole('button').first().click()
  await expect(answer(lastTurn(again))).toHaveText('Kept here.')
})
