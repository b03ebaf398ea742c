import { expect, test } from './app.ts'
import { answer, copied, copyTurn, expectTurn, lastTurn, play, send, sessionId } from './lib/screen.ts'
import { storedParts } from './lib/stored.ts'

const rate = 2_000

test('an answer streams in, and Copy gives exactly what the server stored', async ({ page, app }) => {
  const text =
    '# Tides\n\nThey *rise* — 潮汐 🌊 — and fall.\n\n- one  \n- two\n\n```js\nconst level = now() // <b>&amp;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
  await play(page, 'Tell me of tides', [{ text, rate }])
  const turn = lastTurn(page)
  await expect(answer(turn).getByRole('heading', { name: 'Tides' })).toBeVisible()
  await expect(answer(turn).locator('em')).toHaveText('rise')
  await expect(answer(turn).locator('pre')).toContainText('const level = now() // <b>&amp;')
  await expect(answer(turn).getByRole('cell', { name: '2' })).toBeVisible()

  const given = await copied(page, copyTurn(turn))
  const parts = await storedParts(await app.server(), await sessionId(page))
  expect(given).toBe(parts.find((part) => part.type === 'text')?.text)
  await expect(turn.getByRole('button', { name: 'Copied' })).toBeVisible()
})

test('while it streams, what is shown is all the deltas so far, in order', async ({ page, app }) => {
  const truth = await app.server()
  const log = await truth.openEvents()
  const words = Array.from({ length: 400 }, (_, index) => `w${index}·潮🌊`).join(' ')
  const code = Array.from({ length: 60 }, (_, index) => `const n${index} = ${index}`).join('\n')
  await send(page, 'Stream and wait', [
    [{ text: words, rate }, { text: `\n\n\`\`\`js\n${code}\n`, rate }, { hang: true }],
  ])
  const turn = lastTurn(page)
  await expect(answer(turn).locator('pre')).toContainText('const n59 = 59')
  const deltas = log.events
    .filter((event) => event.type === 'message.part.delta')
    .map((event) => event.properties['delta'])
    .join('')
  expect(deltas).toBe(`${words}\n\n\`\`\`js\n${code}\n`)
  const paragraph = await answer(turn).locator('p').first().textContent()
  expect(paragraph).toBe(words)
  const shown = await answer(turn).locator('pre code').first().textContent()
  expect(shown?.trimEnd()).toBe(code)
  await expect(turn).toHaveAttribute('data-state', 'working')
  log.close()
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
})

test('the first words are there long before the last', async ({ page }) => {
  await send(page, 'Slowly', [[{ text: 'At once. ', rate }, { hang: true }]])
  await expect(answer(lastTurn(page))).toHaveText('At once.')
  await expect(lastTurn(page)).toContainText('Working')
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
})

test('an ended turn says how long it took and what it cost', async ({ page }) => {
  await play(page, 'Count', [{ text: 'One two three.', rate }])
  const turn = lastTurn(page)
  await expect(turn).toContainText(/\d+(\.\d+)? (ms|s)/)
  await expect(turn).toContainText(/[\d.]+k? in, [\d.]+k? out/)
  await expect(turn).toContainText(/\$0\.\d+/)
  await expect(turn).toContainText('Fast')
})

test('reasoning is one line with its duration, opens in place, and is not part of Copy', async ({ page }) => {
  await play(page, 'Think', [
    [
      { reasoning: 'First the moon, then the sun.', rate },
      { text: 'Done.', rate },
    ],
  ])
  const turn = lastTurn(page)
  const line = turn.getByRole('button', { name: /^Thought/ })
  await expect(line).toContainText(/\d+(\.\d+)? (ms|s)/)
  await expect(turn.getByText('First the moon, then the sun.', { exact: true })).toHaveCount(0)
  await line.click()
  await expect(turn.getByText('First the moon, then the sun.', { exact: true })).toBeVisible()
  expect(await copied(page, copyTurn(turn))).toBe('Done.')
})

test('an answer of a thousand tokens a second arrives whole', async ({ page, app }) => {
  const text = 'The quick tide 🌊 turns. '.repeat(600)
  await play(page, 'Fast', [{ text, rate: 1_000_000 }])
  const parts = await storedParts(await app.server(), await sessionId(page))
  const stored = parts.find((part) => part.type === 'text')?.text
  expect(await copied(page, copyTurn(lastTurn(page)))).toBe(stored)
  expect(await answer(lastTurn(page)).textContent()).toBe(stored?.trimEnd())
})
