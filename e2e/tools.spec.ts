import type { Page } from '@playwright/test'
import type { ScriptJson } from '../src/worker/demo/script.ts'
import { promptWithScript } from '../src/worker/demo/script.ts'
import { type ToolCase, toolCases } from '../test/opencode/tool-cases.ts'
import { expect, test } from './app.ts'
import type { App } from './lib/app.ts'
import {
  answer,
  chooseModel,
  expectTurn,
  inlineAsk,
  lastTurn,
  play,
  row,
  send,
  sessionId,
  toolRow,
} from './lib/screen.ts'
import { storedMessages } from './lib/stored.ts'

const named = (...names: readonly string[]): readonly ToolCase[] =>
  names.map((name) => {
    const found = toolCases.find((toolCase) => toolCase.name === name)
    if (found === undefined) throw new Error(`No tool case ${name}.`)
    return found
  })

const groups: Readonly<Record<string, readonly ToolCase[]>> = {
  shells: named('bash', 'bash-exit-code', 'bash-timeout', 'bash-truncated', 'bash-rejected'),
  reads: named('read', 'read-part', 'read-directory', 'read-missing', 'read-outside'),
  searches: named('grep', 'grep-nothing', 'glob', 'parallel'),
  edits: named('edit', 'edit-no-match', 'write-new', 'write-over'),
  'plans and questions': named('todowrite', 'question', 'question-rejected'),
  'pages and skills': named('webfetch', 'webfetch-rejected', 'skill'),
  'calls that can’t be': named('unknown-tool', 'invalid-input'),
}

/** Answers what is asked until the turn has ended. */
const settle = async (page: Page, reply: ToolCase['reply']): Promise<void> => {
  const turn = lastTurn(page)
  await expect(turn.locator('[data-part]').first()).toBeVisible()
  for (;;) {
    await expect(turn).toHaveAttribute('data-state', /waiting|done|failed|stopped|interrupted/, {
      timeout: 30_000,
    })
    if ((await turn.getAttribute('data-state')) !== 'waiting') return
    const ask = inlineAsk(page).first()
    const id = await ask.getAttribute('data-ask')
    if (reply === 'reject') await ask.getByRole('button', { name: 'Reject', exact: true }).click()
    else if ((await ask.getAttribute('data-kind')) === 'permission')
      await ask.getByRole('button', { name: 'Once', exact: true }).click()
    else {
      for (const field of await ask.locator('[data-question]').all())
        await field.locator('label').first().click()
      await ask.getByRole('button', { name: 'Answer' }).click()
    }
    await expect(page.locator(`[data-ask="${id}"]`)).toHaveCount(0)
  }
}

interface Shown {
  readonly tool: string | null
  readonly status: string | null
}

const shownRows = async (page: Page): Promise<readonly Shown[]> => {
  const explored = lastTurn(page).getByRole('button', { name: /^Explored/, expanded: false })
  while ((await explored.count()) > 0) await explored.first().click()
  const rows = await lastTurn(page).getByTestId('tool-row').all()
  return Promise.all(
    rows.map(async (each) => ({
      tool: await each.getAttribute('data-tool'),
      status: await each.getAttribute('data-status'),
    })),
  )
}

const storedRows = async (app: App, session: string): Promise<readonly Shown[]> => {
  const messages = await storedMessages(await app.server(), session)
  const lastPrompt = messages.findLastIndex(({ info }) => info.role === 'user')
  return messages
    .slice(lastPrompt)
    .flatMap(({ parts }) => parts)
    .filter((part) => part.type === 'tool')
    .map((part) => ({ tool: part.tool ?? null, status: part.state?.status ?? null }))
}

const playCase = async (page: Page, app: App, { name, steps, reply }: ToolCase): Promise<void> => {
  const filled = JSON.parse(JSON.stringify(steps).replaceAll('{{model}}', app.model.url)) as ScriptJson
  await send(page, `Case ${name}`, filled)
  await settle(page, reply)
  const stored = await storedRows(app, await sessionId(page))
  const turn = lastTurn(page)
  const shown = `${await turn.getAttribute('data-state')}: ${await turn.innerText()}`
  expect(stored, `${name} has no call stored; the turn is ${shown}`).not.toHaveLength(0)
  expect(await shownRows(page), name).toEqual(stored)
}

for (const [group, cases] of Object.entries(groups)) {
  test(`${group}: every row says which tool it was and how it ended`, async ({ page, app }) => {
    for (const toolCase of cases) await playCase(page, app, toolCase)
  })
}

test('a patch is shown as the tool it is', async ({ page, app }) => {
  await chooseModel(page, 'Patcher')
  for (const toolCase of named('apply-patch')) await playCase(page, app, toolCase)
  await expect(toolRow(page, 'apply_patch')).toContainText(/moon\.js|2 files/)
})

test('a shell’s output appears while it runs, in place', async ({ page }) => {
  await send(page, 'Slow', [{ tool: 'bash', input: { command: `printf 'first\\n'; sleep 4242` } }])
  const shell = toolRow(lastTurn(page), 'bash')
  await expect(shell).toHaveAttribute('data-status', 'running')
  await expect(shell).toContainText('first')
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
})

test('a shell that fails says its exit code; a small diff is open from the start', async ({ page }) => {
  await send(page, 'Fail and edit', [
    { tool: 'bash', input: { command: 'exit 3' } },
    { tool: 'write', input: { filePath: '{{cwd}}/HELLO.md', content: 'hello\nworld\n' } },
    { text: 'Both.' },
  ])
  await settle(page, undefined)
  await expect(toolRow(lastTurn(page), 'bash')).toContainText('exit 3')
  const write = toolRow(lastTurn(page), 'write')
  await expect(write).toContainText('HELLO.md')
  await expect(write).toContainText('world')
  await expect(lastTurn(page)).toContainText('1 file changed')
})

test('a tool that fails says why, in place', async ({ page }) => {
  await play(page, 'Read what is not there', [
    { tool: 'read', input: { filePath: '{{cwd}}/src/nowhere.js' } },
    { text: 'It is not there.' },
  ])
  const read = toolRow(lastTurn(page), 'read')
  await expect(read).toHaveAttribute('data-status', 'error')
  const button = read.getByRole('button').first()
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
  await expect(read).toContainText(/not found/i)
  await expect(answer(lastTurn(page))).toHaveText('It is not there.')
})

test('a subagent is a row that opens its own session, and is nested in the sidebar', async ({ page }) => {
  const prompt = promptWithScript('Count the tests.', [{ text: 'There are **4 tests**.' }])
  await play(page, 'Send a helper', [
    { tool: 'task', input: { description: 'Count the tests', subagent_type: 'general', prompt } },
    { text: 'The helper counted.' },
  ])
  const parent = await sessionId(page)
  const task = toolRow(lastTurn(page), 'task')
  await expect(task).toHaveAttribute('data-status', 'completed')
  await expect(task).toContainText('Count the tests')
  const button = task.getByRole('button').first()
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
  await task.getByRole('button', { name: 'Open its session' }).click()
  await expect(answer(lastTurn(page))).toHaveText('There are 4 tests.')
  const child = await sessionId(page)
  expect(child).not.toBe(parent)
  await expect(row(page, child)).toBeVisible()
})

test('a busy provider: a countdown, then the answer', async ({ page }) => {
  await send(page, 'Busy', [
    [
      { fail: { status: 429, message: 'Too many requests', retryAfterS: 3, times: 1 } },
      { text: 'Here I am.' },
    ],
  ])
  await expectTurn(page, 'retry')
  await expect(lastTurn(page)).toContainText(/Retrying, attempt 1, in \d s/)
  await expect(lastTurn(page)).toContainText('Too many requests')
  await expectTurn(page, 'done')
  await expect(answer(lastTurn(page))).toHaveText('Here I am.')
})

test('a refused request ends the turn with what the provider said', async ({ page }) => {
  await send(page, 'Refused', [[{ fail: { status: 400, message: 'This model is on holiday.', times: 9 } }]])
  await expectTurn(page, 'failed')
  await expect(lastTurn(page).getByRole('alert')).toContainText('This model is on holiday.')
  await play(page, 'Again', [{ text: 'Back to work.' }])
  await expect(answer(lastTurn(page))).toHaveText('Back to work.')
})
