import { startRealOpencode, type RealOpencode } from '../test/opencode/real-server.ts'
import { createOpencodeClient } from '../test/opencode/client.ts'
import { expect, test } from './app.ts'
import { isServer } from './lib/processes.ts'
import {
  answer,
  connectServer,
  expectLive,
  expectTurn,
  lastTurn,
  openFolder,
  play,
  row,
  send,
  sessionId,
  turns,
} from './lib/screen.ts'
import { storedMessages } from './lib/stored.ts'

test.describe.configure({ timeout: 120_000 })

let remote: RealOpencode
test.beforeAll(async () => {
  remote = await startRealOpencode({ projectFiles: { 'README.md': '# Elsewhere\n' } })
})
test.afterAll(() => remote.close())

test('two servers at once: each prompt goes to its own, each answer comes from its own', async ({
  launch,
}) => {
  const app = await launch()
  const page = app.page()
  await expectLive(page)
  await play(page, 'Here', [{ text: 'From this computer.' }])
  const here = await sessionId(page)
  const hereUrl = page.url()

  await connectServer(page, { url: remote.url, password: remote.password, name: 'Elsewhere' })
  // The dialog that follows is on the server just connected to.
  await openFolder(page, remote.directory)
  await expect(turns(page)).toHaveCount(0)
  await expectLive(page)
  await play(page, 'There', [{ text: 'From elsewhere.' }])
  const there = await sessionId(page)
  expect(new URL(page.url()).pathname.split('/')[2]).not.toBe(new URL(hereUrl).pathname.split('/')[2])

  const [own, other] = [await app.server(), createOpencodeClient(remote)]
  expect((await storedMessages(own, here)).length).toBe(2)
  const away = (await other.call('GET', `/session/${there}/message`)) as readonly unknown[]
  expect(away.length).toBe(2)
  await row(page, here).getByRole('button').first().click()
  await expect(answer(lastTurn(page))).toHaveText('From this computer.')
  await row(page, there).getByRole('button').first().click()
  await expect(answer(lastTurn(page))).toHaveText('From elsewhere.')
  await expect(row(page, here)).not.toHaveAttribute(
    'data-server-id',
    (await row(page, there).getAttribute('data-server-id')) ?? '',
  )
})

test('--server uses that one and starts none', async ({ launch }) => {
  const app = await launch({
    args: ['--server', remote.url],
    env: { MILLRACE_SERVER_PASSWORD: remote.password },
    withProject: false,
  })
  const page = app.page()
  await page.getByRole('button', { name: 'Open a folder' }).first().click()
  await openFolder(page, remote.directory)
  await expectLive(page)
  await send(page, 'By address', [{ text: 'It is me.' }])
  await expectTurn(page, 'done')
  expect(
    app
      .processes()
      .filter(isServer)
      .map(({ command }) => command),
  ).toEqual([])
})
