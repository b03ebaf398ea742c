import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import {
  expectLive,
  expectTurn,
  inlineAsk,
  lastTurn,
  newSession,
  openFolder,
  play,
  runCommand,
  send,
} from './lib/screen.ts'

test.describe.configure({ timeout: 180_000 })

const serious = async (page: Page, screen: string): Promise<readonly string[]> => {
  // What is just fading in has no contrast yet.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  )
  // Without a page of axe's own, which a desktop app can't give.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${screen}: ${id} (${help}) at ${nodes.map(({ target }) => target.join(' ')).join('; ')}`,
    )
}

const closeDialog = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

for (const theme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on the main screens, ${theme}`, async ({ launch }) => {
    const app = await launch({ withProject: false })
    const page = app.page()
    const found: string[] = []
    const look = async (screen: string) => found.push(...(await serious(page, screen)))
    await page.getByRole('button', { name: 'Try the demo' }).waitFor()
    await runCommand(page, `Theme: ${theme}`)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await look('first run')

    await page.getByRole('button', { name: 'Open a folder' }).first().click()
    await page.getByRole('dialog', { name: 'Open a folder' }).waitFor()
    await look('open a folder')
    await openFolder(page, app.project)
    await expectLive(page)
    await look('new session')

    await play(page, 'Show much', [
      [{ reasoning: 'Let me think.' }, { tool: 'read', input: { filePath: '{{cwd}}/src/tide.js' } }],
      { tool: 'bash', input: { command: `printf '\\033[32mgreen\\033[0m and \\033[31mred\\033[0m\\n'` } },
      {
        tool: 'todowrite',
        input: { todos: [{ content: 'Look', status: 'in_progress', priority: 'high' }] },
      },
      { tool: 'read', input: { filePath: '{{cwd}}/nowhere' } },
      {
        text: '# Heading\n\nA [link](https://example.com), `code`, and\n\n```js\nconst a = 1 // tide\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n',
      },
    ])
    for (const row of await page.getByTestId('tool-row').all()) {
      const button = row.getByRole('button').first()
      if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
    }
    await look('session with tools')
    await send(page, 'Ask', [{ tool: 'bash', input: { command: 'git status' } }, { text: 'Fine.' }])
    await expect(inlineAsk(page)).toBeVisible()
    await look('permission')
    await inlineAsk(page).getByRole('button', { name: 'Once', exact: true }).click()
    await expectTurn(page, 'done')
    await send(page, 'Question', [
      {
        tool: 'question',
        input: {
          questions: [
            {
              header: 'Q',
              question: 'Which?',
              options: [
                { label: 'A', description: 'first' },
                { label: 'B', description: 'second' },
              ],
            },
          ],
        },
      },
    ])
    await expect(inlineAsk(page)).toBeVisible()
    await look('question')
    await inlineAsk(page).getByRole('button', { name: 'Reject', exact: true }).click()
    await expect(inlineAsk(page)).toHaveCount(0)
    await send(page, 'Fail', [[{ fail: { status: 400, message: 'No.', times: 9 } }]])
    await expectTurn(page, 'failed')
    await look('failed turn')
    await lastTurn(page).focus()

    await page.keyboard.press('ControlOrMeta+k')
    await page.getByPlaceholder('Search actions, sessions and folders').waitFor()
    await look('palette')
    await closeDialog(page)
    for (const [name, command] of [
      ['settings', 'Settings'],
      ['shortcuts', 'Keyboard shortcuts'],
      ['connect', 'Connect to a server'],
    ] as const) {
      await runCommand(page, command)
      await page.getByRole('dialog', { name: command }).waitFor()
      await look(name)
      await closeDialog(page)
    }
    for (const tab of ['Show changed files', 'Show the plan', 'Show the connection']) {
      await runCommand(page, tab)
      await page.getByRole('tabpanel').waitFor()
      await look(tab)
    }
    await newSession(page, app)
    await page.setViewportSize({ width: 600, height: 800 })
    await look('narrow')
    expect(found).toEqual([])
  })

test('the whole way to an answer can be gone by keyboard', async ({ page, app }) => {
  await page.keyboard.press('ControlOrMeta+n')
  await expect(page.getByTestId('composer')).toBeFocused()
  await page.keyboard.type('By keyboard alone')
  await page.keyboard.press('Enter')
  await expectTurn(page, 'done')
  await page.keyboard.press('ControlOrMeta+b')
  await expect(page.getByTestId('session-list')).toBeHidden()
  await page.keyboard.press('ControlOrMeta+b')
  await expect(page.getByTestId('session-list')).toBeVisible()
  await page.keyboard.press('F6')
  const inPane = () =>
    page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? null)
  await expect.poll(inPane).not.toBeNull()
  await page.keyboard.press('ControlOrMeta+/')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+l')
  await expect(page.getByTestId('composer')).toBeFocused()
  expect(app.complaints.filter((each) => /policy/i.test(each))).toEqual([])
})
