import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { ScriptJson } from '../src/worker/demo/script.ts'
import { expect, test } from './app.ts'
import {
  answer,
  composer,
  expectTurn,
  inlineAsk,
  lastTurn,
  newSession,
  row,
  send,
  sessionId,
  toolRow,
} from './lib/screen.ts'
import { storedParts } from './lib/stored.ts'

const bash = (command: string): ScriptJson => ({ tool: 'bash', input: { command } })
const press = (page: Page, name: 'Once' | 'Always' | 'Reject') =>
  inlineAsk(page).getByRole('button', { name, exact: true }).click()

const question: ScriptJson = {
  tool: 'question',
  input: {
    questions: [
      {
        header: 'Units',
        question: 'Which units should the clock use?',
        options: [
          { label: 'Metres', description: 'As on most charts' },
          { label: 'Feet', description: 'As on US charts' },
        ],
      },
    ],
  },
}

test('a permission shows the whole command, and Once runs it once', async ({ page, app }) => {
  const command = `ls -la && echo done > made-once.txt`
  await send(page, 'Make a file', [bash(command), { text: 'Made.' }])
  await expect(inlineAsk(page)).toHaveAttribute('data-kind', 'permission')
  await expect(inlineAsk(page)).toContainText(command)
  await expect(lastTurn(page)).toContainText('Waiting for you')
  await expect(row(page, await sessionId(page))).toHaveAttribute('data-state', 'needs-you')
  expect(existsSync(join(app.project, 'made-once.txt'))).toBe(false)

  await press(page, 'Once')
  await expectTurn(page, 'done')
  await expect(page.getByTestId('ask')).toHaveCount(0)
  expect(readFileSync(join(app.project, 'made-once.txt'), 'utf8')).toBe('done\n')
  await expect(answer(lastTurn(page))).toHaveText('Made.')
})

test('after Once the same command asks again', async ({ page }) => {
  await send(page, 'Twice', [bash('date --utc'), bash('date --utc'), { text: 'Twice done.' }])
  const first = await inlineAsk(page).getAttribute('data-ask')
  await press(page, 'Once')
  await expect(page.locator(`[data-ask="${first}"]`)).toHaveCount(0)
  await expect(inlineAsk(page)).toBeVisible()
  await press(page, 'Once')
  await expectTurn(page, 'done')
})

test('Always asks for a second press, then the same pattern does not ask again', async ({ page }) => {
  await send(page, 'Look', [bash('git status'), bash('git status --short'), { text: 'Looked twice.' }])
  await expect(inlineAsk(page)).toContainText('git status')
  await press(page, 'Always')
  await expect(inlineAsk(page)).toContainText('Press Always again')
  await press(page, 'Always')
  await expectTurn(page, 'done')
  await expect(toolRow(lastTurn(page), 'bash')).toHaveCount(2)
  await expect(answer(lastTurn(page))).toHaveText('Looked twice.')
})

test('a rejection with a reason reaches the agent, and nothing runs', async ({ page, app }) => {
  await send(page, 'Remove', [bash('rm -rf src'), { text: 'As you wish.' }])
  await inlineAsk(page)
    .getByRole('textbox', { name: /reason/i })
    .fill('Keep the sources.')
  await press(page, 'Reject')
  await expect(page.getByTestId('ask')).toHaveCount(0)
  await expect(toolRow(lastTurn(page), 'bash')).toHaveAttribute('data-status', 'error')
  await expect(lastTurn(page)).toHaveAttribute('data-state', /done|stopped|failed/)
  const parts = await storedParts(await app.server(), await sessionId(page))
  expect(parts.find((part) => part.type === 'tool')?.state?.error).toContain('Keep the sources.')
  expect(existsSync(join(app.project, 'src'))).toBe(true)
})

test('an ask is answered by keys once the focus is in it, and not from the composer', async ({ page }) => {
  await send(page, 'By key', [bash('uname -a'), bash('uname -r'), { text: 'Both asked.' }])
  await expect(inlineAsk(page)).toBeVisible()
  await composer(page).focus()
  await page.keyboard.type('y')
  await expect(composer(page)).toHaveValue('y')
  await expect(inlineAsk(page)).toBeVisible()
  const first = await inlineAsk(page).getAttribute('data-ask')
  await page.keyboard.press('ControlOrMeta+j')
  await expect(inlineAsk(page)).toBeFocused()
  await expectKey(page, first, 'y')
  await expect(inlineAsk(page)).not.toHaveAttribute('data-ask', first ?? '')
  const second = await inlineAsk(page).getAttribute('data-ask')
  await page.keyboard.press('ControlOrMeta+j')
  await expectKey(page, second, 'n')
  await expect(toolRow(lastTurn(page), 'bash').first()).toHaveAttribute('data-status', 'completed')
  await expect(toolRow(lastTurn(page), 'bash').nth(1)).toHaveAttribute('data-status', 'error')
})

/** The keys are dead for a moment after an ask appears, so one press may do nothing: press until it is answered. */
const expectKey = async (page: Page, ask: string | null, key: string): Promise<void> => {
  await expect(async () => {
    if ((await page.locator(`[data-ask="${ask}"]`).count()) > 0) await page.keyboard.press(key)
    await expect(page.locator(`[data-ask="${ask}"]`)).toHaveCount(0, { timeout: 500 })
  }).toPass()
}

test('a question is answered with one of its options', async ({ page, app }) => {
  await send(page, 'Ask me', [question, { text: 'Thank you.' }])
  await expect(inlineAsk(page)).toHaveAttribute('data-kind', 'question')
  await expect(inlineAsk(page)).toContainText('Which units should the clock use?')
  await expect(inlineAsk(page)).toContainText('As on US charts')
  await inlineAsk(page).getByText('Feet', { exact: true }).click()
  await inlineAsk(page).getByRole('button', { name: 'Answer' }).click()
  await expectTurn(page, 'done')
  const parts = await storedParts(await app.server(), await sessionId(page))
  expect(parts.find((part) => part.tool === 'question')?.state?.output).toContain('Feet')
})

test('a question is answered with words of one’s own', async ({ page, app }) => {
  await send(page, 'Ask me freely', [question, { text: 'Thank you.' }])
  await inlineAsk(page)
    .getByRole('textbox', { name: /Your own answer/ })
    .fill('Fathoms, please')
  await page.keyboard.press('Enter')
  await expectTurn(page, 'done')
  const parts = await storedParts(await app.server(), await sessionId(page))
  expect(parts.find((part) => part.tool === 'question')?.state?.output).toContain('Fathoms, please')
})

test('a question can be rejected', async ({ page }) => {
  await send(page, 'Ask me no more', [question, { text: 'Never mind.' }])
  await press(page, 'Reject')
  await expect(page.getByTestId('ask')).toHaveCount(0)
  await expect(toolRow(lastTurn(page), 'question')).toHaveAttribute('data-status', 'error')
})

test('an ask out of view is docked above the composer and leads back to its place', async ({ page }) => {
  const long = Array.from({ length: 120 }, (_, index) => `Line ${index}.`).join('\n\n')
  await send(page, 'Long', [[{ text: long, rate: 100_000 }, bash('whoami')], { text: 'Seen.' }])
  await expect(inlineAsk(page)).toBeVisible()
  const dock = page.locator('[data-ask-dock]')
  await expect(dock).toHaveCount(0)
  await page.getByTestId('timeline').evaluate((timeline) => timeline.scrollTo(0, 0))
  await expect(dock.getByTestId('ask')).toContainText('whoami')
  await dock.getByRole('button', { name: 'Show in place' }).click()
  await expect(inlineAsk(page)).toBeInViewport()
  await expect(dock).toHaveCount(0)
  await press(page, 'Once')
  await expectTurn(page, 'done')
})

test('an ask that was answered elsewhere vanishes', async ({ page, app }) => {
  await send(page, 'Elsewhere', [bash('id -u'), { text: 'Answered elsewhere.' }])
  const ask = await inlineAsk(page).getAttribute('data-ask')
  const truth = await app.server()
  await truth.call('POST', `/permission/${ask}/reply`, { reply: 'once' })
  await expect(page.getByTestId('ask')).toHaveCount(0)
  await expectTurn(page, 'done')
})

test('an ask in another session is counted there, and Ctrl+J goes to it', async ({ page, app }) => {
  await send(page, 'Waiting one', [bash('hostname'), { text: 'Done here.' }])
  await expect(inlineAsk(page)).toBeVisible()
  const waiting = await sessionId(page)
  await newSession(page, app)
  await expect(row(page, waiting)).toHaveAttribute('data-state', 'needs-you')
  await page.keyboard.press('ControlOrMeta+j')
  await expect(inlineAsk(page)).toContainText('hostname')
  await press(page, 'Once')
  await expectTurn(page, 'done')
})

test('an edit’s permission shows the diff it would make', async ({ page, app }) => {
  await send(page, 'Edit it', [
    { tool: 'read', input: { filePath: '{{cwd}}/src/tide.js' } },
    {
      tool: 'edit',
      input: {
        filePath: '{{cwd}}/src/tide.js',
        oldString: 'export const tidePeriodMs = 44_712_000',
        newString: 'export const tidePeriodMs = 44_714_000',
      },
    },
    { text: 'Edited.' },
  ])
  await expect(inlineAsk(page)).toContainText('src/tide.js')
  await expect(inlineAsk(page)).toContainText('44_712_000')
  await expect(inlineAsk(page)).toContainText('44_714_000')
  expect(readFileSync(join(app.project, 'src/tide.js'), 'utf8')).toContain('44_712_000')
  await press(page, 'Reject')
  await expect(page.getByTestId('ask')).toHaveCount(0)
  expect(readFileSync(join(app.project, 'src/tide.js'), 'utf8')).toContain('44_712_000')
})
