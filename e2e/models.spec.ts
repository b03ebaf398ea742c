import { expect, test } from './app.ts'
import { chooseFromMenu, chooseModel, lastTurn, play, row, sessionId } from './lib/screen.ts'
import { storedMessages } from './lib/stored.ts'

test('the chosen model is the one that is asked, and the turn says so', async ({ page, app }) => {
  await play(page, 'With the first model', [{ text: 'Fast here.' }])
  await chooseModel(page, 'Deep')
  await play(page, 'With the other model', [{ text: 'Deep here.' }])
  await expect(lastTurn(page)).toContainText('Deep')
  const asked = (words: string) =>
    app.model.requests.findLast(({ kind, prompt }) => kind === 'chat' && prompt.startsWith(words))
  expect(asked('With the first model')?.model).toBe('fast')
  expect(asked('With the other model')?.model).toBe('deep')
})

test('the chosen variant reaches the model as its effort', async ({ page, app }) => {
  await chooseModel(page, 'Deep')
  await chooseFromMenu(page, 'variant', /^High/)
  await play(page, 'Think hard', [{ text: 'Hard.' }])
  const request = app.model.requests.findLast(
    ({ kind, prompt }) => kind === 'chat' && prompt.startsWith('Think hard'),
  )
  expect(request?.model).toBe('deep')
  expect(request?.reasoningEffort).toBe('high')
})

test('the chosen agent works on the prompt', async ({ page, app }) => {
  await chooseFromMenu(page, 'agent', /^Plan/)
  await play(page, 'Only plan', [{ text: 'Planned.' }])
  const messages = await storedMessages(await app.server(), await sessionId(page))
  expect(messages.map(({ info }) => info.agent)).toEqual(['plan', 'plan'])
})

test('a session keeps its model when one comes back to it', async ({ page, app }) => {
  await chooseModel(page, 'Deep')
  await play(page, 'Deep session', [{ text: 'One.' }])
  const deep = await sessionId(page)
  await page.getByRole('button', { name: `New session in tide-clock` }).click()
  await chooseModel(page, 'Fast')
  await play(page, 'Fast session', [{ text: 'Two.' }])
  await row(page, deep).getByRole('button').first().click()
  await expect(page.getByRole('button', { name: 'Choose a model: Deep' })).toBeVisible()
  await play(page, 'Deep again', [{ text: 'Three.' }])
  const request = app.model.requests.findLast(
    ({ kind, prompt }) => kind === 'chat' && prompt.startsWith('Deep again'),
  )
  expect(request?.model).toBe('deep')
})
