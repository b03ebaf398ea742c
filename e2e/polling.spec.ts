import { listenFaultProxy, type ListeningProxy } from '../test/fault-proxy/listen.ts'
import { createGate, GATE } from '../test/fault-matrix/real/gate.ts'
import { startRealOpencode, type RealOpencode } from '../test/opencode/real-server.ts'
import { expect, test } from './app.ts'
import { answer, connection, expectLive, expectTurn, lastTurn, openFolder, play, send } from './lib/screen.ts'

test.describe.configure({ timeout: 120_000 })

/** Three attempts with their waits, and the first answers, on a machine busy with other tests. */
const POLLING_WITHIN_MS = 30_000

const gate = createGate()
let remote: RealOpencode
let proxy: ListeningProxy
test.beforeAll(async () => {
  remote = await startRealOpencode({
    projectFiles: { 'README.md': '# Elsewhere\n' },
    model: { pace: gate.pace },
  })
  proxy = await listenFaultProxy(remote.url)
})
test.afterAll(async () => {
  await proxy.close()
  await remote.close()
})

test('a proxy that gives no stream: answers come by polling, and live again nothing is doubled', async ({
  launch,
}) => {
  const app = await launch({
    args: ['--server', proxy.url],
    env: { MILLRACE_SERVER_PASSWORD: remote.password },
    withProject: false,
  })
  const page = app.page()
  await page.getByRole('button', { name: 'Open a folder' }).first().click()
  await openFolder(page, remote.directory)
  await expectLive(page)
  await play(page, 'Streamed', [{ text: 'By the stream.' }])

  proxy.strike('unavailable', 'streams')
  await expect(connection(page)).toHaveAttribute('data-state', 'polling', { timeout: POLLING_WITHIN_MS })
  await expect(
    page.getByText(/Live updates from 127\.0\.0\.1:\d+ are off; checking every \d+ s\./),
  ).toBeVisible()
  await send(page, 'Polled', [{ text: 'By asking for it.' }])
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('By asking for it.')

  await send(page, 'Across', [
    [{ text: 'First half. ', rate: 2_000 }, GATE, { text: 'Second half.', rate: 2_000 }],
  ])
  await expect(connection(page)).toContainText('every 2 s')
  // What streamed before anyone could listen can't be read back until the text ends.
  await expect(lastTurn(page).getByTestId('gap').first()).toBeVisible()
  await connection(page).click()
  const card = page.getByRole('tabpanel').getByRole('group').first()
  await expect(card).toContainText('The server answered 503.')
  proxy.heal()
  await card.getByRole('button', { name: 'Try now' }).click()
  await expectLive(page)
  await expect(lastTurn(page).getByTestId('gap').first()).toBeVisible()
  gate.open()
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('First half. Second half.')
  await expect(page.getByTestId('gap')).toHaveCount(0)
  await expect(page.getByText(/Live updates from 127\.0\.0\.1:\d+ are back\./)).toBeVisible()
})
