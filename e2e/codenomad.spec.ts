import { createCodenomadDouble, type CodenomadDouble } from '../test/codenomad/double.ts'
import { startRealOpencode, type RealOpencode } from '../test/opencode/real-server.ts'
import { expect, test } from './app.ts'
import {
  answer,
  expectLive,
  expectTurn,
  inlineAsk,
  lastTurn,
  openFolder,
  play,
  runCommand,
  send,
  turns,
} from './lib/screen.ts'

const PASSWORD = 'a password of the test'

test.describe.configure({ timeout: 180_000 })

let opencode: RealOpencode
let server: CodenomadDouble
test.beforeAll(async () => {
  opencode = await startRealOpencode({
    projectFiles: { 'README.md': '# Elsewhere\n' },
    permission: { bash: { '*': 'ask' } },
  })
  const { url, username, password } = opencode
  server = await createCodenomadDouble({
    password: PASSWORD,
    isUnrestricted: true,
    opencode: { url, username, password },
  })
})
test.afterAll(async () => {
  await server.close()
  await opencode.close()
})

test('a CodeNomad server from first connection to after its restart', async ({ launch }) => {
  const app = await launch({ withProject: false })
  const page = app.page()

  await runCommand(page, 'Connect to a server')
  const dialog = page.getByRole('dialog', { name: 'Connect to a server' })
  await dialog.getByLabel('Address').fill(server.url)
  await dialog.getByLabel('Password').fill('not it')
  await expect(dialog).toContainText('A CodeNomad server answers there.')
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('refused that user name and password')
  await dialog.getByLabel('Password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()

  await openFolder(page, opencode.directory)
  const run = page.getByTestId('folder-run')
  await expect(run).toHaveAttribute('data-state', 'starting')
  await expectLive(page)
  await expect(run).toHaveCount(0)

  await play(page, 'There', [{ text: 'From a CodeNomad server.' }])
  await expect(answer(lastTurn(page))).toHaveText('From a CodeNomad server.')

  await send(page, 'May I', [{ tool: 'bash', input: { command: 'id -u' } }, { text: 'You may.' }])
  await expect(inlineAsk(page)).toContainText('id -u')
  await inlineAsk(page).getByRole('button', { name: 'Once', exact: true }).click()
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('You may.')

  await send(page, 'Begin', [[{ text: 'This much was written. ', rate: 2_000 }, { hang: true }]])
  await expect(answer(lastTurn(page))).toHaveText('This much was written.')
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')

  // Its sessions and folders are in its memory only; the opencode behind it keeps what was said.
  await server.restart()
  await expect(run).toHaveAttribute('data-state', 'stopped', { timeout: 30_000 })
  await run.getByRole('button', { name: 'Start again' }).click()
  await expectLive(page)
  await expect(turns(page)).toHaveCount(3)
  await play(page, 'Again', [{ text: 'Still here.' }])
  await expect(answer(lastTurn(page))).toHaveText('Still here.')
})
