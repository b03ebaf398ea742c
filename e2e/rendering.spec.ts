import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import type { Truth } from './lib/app.ts'
import { takeRenders, watchRenders } from './lib/renders.ts'
import { answer, expectTurn, home, lastTurn, newSession, play, row, send, turns } from './lib/screen.ts'

test('a growing answer draws its last block again and nothing else', async ({ page, app }) => {
  await watchRenders(page)
  await home(page, app)
  await newSession(page, app)
  // The first turn brings the title and all else that comes once.
  await play(page, 'Begin', [{ text: 'Begun.' }])
  const words = Array.from({ length: 300 }, (_, index) => `w${index}`).join(' ')
  await send(page, 'Go on', [
    [
      { text: 'First.\n\nSecond.\n\n', rate: 2_000 },
      { delayMs: 1_500 },
      { text: words, rate: 100 },
      { hang: true },
    ],
  ])
  const live = answer(lastTurn(page))
  await expect(live).toContainText('w2 ')
  await takeRenders(page)
  const before = (await live.textContent()) ?? ''
  await expect(live).toContainText('w100 ')
  const renders = await takeRenders(page)
  expect((await live.textContent())?.length).toBeGreaterThan(before.length + 200)

  const part = await live.getAttribute('data-part')
  const { clock: _ticks, ...drawn } = renders
  const drawnLive = drawn[`${part} block 2`] ?? 0
  expect(drawnLive).toBeGreaterThan(8)
  // A refreshed list or title, which comes beside, may draw its place once or twice; what a delta drew it would draw each time.
  const others = Object.entries(drawn).filter(([place]) => place !== `${part} block 2` && place !== part)
  expect(others.filter(([, count]) => count > Math.max(2, drawnLive / 5))).toEqual([])
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
})

const NOTES = 60

const noteOf = (n: number): string => `Note ${n}.\n${'A line of the note.\n'.repeat(5)}`

async function openNotes(page: Page, truth: Truth): Promise<void> {
  const session = await truth.createSession()
  for (let n = 0; n < NOTES; n += 1)
    await truth.call('POST', `/session/${session}/message`, {
      noReply: true,
      parts: [{ type: 'text', text: noteOf(n) }],
    })
  await row(page, session).getByRole('button').first().click()
  await expect(lastTurn(page)).toContainText(`Note ${NOTES - 1}.`)
  await expect(lastTurn(page)).toBeInViewport()
}

test('of a long session only the turns near the view are in the page; every one is reached', async ({
  page,
  app,
}) => {
  await openNotes(page, await app.server())
  const timeline = page.getByTestId('timeline')
  await expect(async () => {
    await timeline.evaluate((element) => element.scrollTo(0, 0))
    await expect(turns(page).first()).toContainText('Note 0.', { timeout: 1_000 })
  }).toPass()
  expect(await turns(page).count()).toBeLessThan(NOTES / 2)
  await expect(turns(page).first()).toHaveAttribute('aria-posinset', '1')
  await expect(turns(page).first()).toHaveAttribute('aria-setsize', String(NOTES))

  // What stands in view moves as far as the wheel turns, also past turns that were never drawn.
  await timeline.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
  await timeline.hover()
  for (let n = 0; n < 8; n += 1) {
    const marked = await timeline.evaluateHandle((element) => {
      const middle = element.getBoundingClientRect().top + 200
      return [...element.querySelectorAll('[data-turn]')].find(
        (turn) => turn.getBoundingClientRect().bottom > middle,
      )
    })
    const top = () => marked.evaluate((turn) => turn?.getBoundingClientRect().top ?? 0)
    const from = await top()
    await page.mouse.wheel(0, -150)
    await expect.poll(async () => Math.round((await top()) - from)).toBe(150)
  }

  await page.keyboard.press('ControlOrMeta+f')
  await page.getByRole('textbox', { name: 'Find in this session' }).fill('Note 3.')
  await expect(turns(page).filter({ hasText: 'Note 3.' })).toBeInViewport()
  await page.keyboard.press('Escape')

  await turns(page)
    .filter({ hasText: 'Note 3.' })
    .evaluate((turn) => turn.scrollIntoView({ block: 'start' }))
  await timeline.focus()
  // It stands below the upper edge: first to its beginning, then to the next.
  await page.keyboard.press('ControlOrMeta+ArrowDown')
  await page.keyboard.press('ControlOrMeta+ArrowDown')
  await expect(page.getByRole('heading', { level: 3, name: /Note 4\./ })).toBeFocused()
  await page.getByRole('button', { name: /^Jump to latest/ }).click()
  await expect(lastTurn(page)).toContainText(`Note ${NOTES - 1}.`)
  await expect(lastTurn(page)).toBeInViewport()

  // The first thing that Tab reaches stands far above; the view goes to it though it was at the end.
  await timeline.focus()
  await page.keyboard.press('Tab')
  await expect(timeline).not.toBeFocused()
  await expect(page.locator(':focus')).toBeInViewport()
})

test('a selection from one turn to another far below holds all between, and Copy gives its words', async ({
  page,
  app,
}) => {
  await openNotes(page, await app.server())
  const timeline = page.getByTestId('timeline')
  const first = turns(page).filter({ hasText: 'Note 2.' }).locator('[data-part]')
  await expect(async () => {
    await timeline.evaluate((element) => element.scrollTo(0, 0))
    await expect(first).toBeInViewport({ timeout: 1_000 })
  }).toPass()
  // A click sets one end; the other is set where the view has been moved to.
  await first.click({ position: { x: 4, y: 8 } })
  await timeline.hover()
  const last = turns(page).filter({ hasText: 'Note 50.' }).locator('[data-part]')
  await expect(async () => {
    await page.mouse.wheel(0, 700)
    await expect(last).toBeInViewport({ timeout: 300 })
  }).toPass()
  await last.click({ position: { x: 60, y: 8 }, modifiers: ['Shift'] })
  await expect(turns(page).filter({ hasText: 'Note 25.' })).toBeAttached()
  // What goes to the clipboard, which not every host lets a page read back.
  await page.evaluate(() => {
    window.addEventListener('copy', ({ clipboardData, defaultPrevented }) => {
      const copied = defaultPrevented ? (clipboardData?.getData('text/plain') ?? '') : String(getSelection())
      Object.assign(globalThis, { copiedInTest: copied })
    })
  })
  await page.keyboard.press('ControlOrMeta+c')
  const copiedText = (): Promise<string> =>
    page.evaluate(() => (globalThis as { copiedInTest?: string }).copiedInTest ?? '')
  await expect.poll(copiedText).not.toBe('')
  const given = await copiedText()
  const lines = given.split('\n').filter((line) => line !== '')
  const between = Array.from({ length: 48 }, (_, index) =>
    noteOf(index + 2)
      .trim()
      .split('\n'),
  ).flat()
  expect(lines.slice(0, -1)).toEqual(between)
  expect('Note 50.').toContain(lines.at(-1))
})

const LINES = 30

test('code is coloured while it is written, and stands where it stood when it ends', async ({ page }) => {
  const code = Array.from({ length: LINES }, (_, index) => `const n${index} = ${index}`).join('\n')
  await send(page, 'Write code', [
    [
      { text: `\`\`\`ts\n${code}\n`, rate: 2_000 },
      { delayMs: 2_500 },
      { text: '```\n\nAfter.', rate: 2_000 },
    ],
  ])
  const block = answer(lastTurn(page)).locator('pre')
  await expect(block).toContainText(`n${LINES - 1} = ${LINES - 1}`)
  await expect(lastTurn(page)).toHaveAttribute('data-state', 'working')
  const coloured = block.locator('.tok-keyword', { hasText: /^const$/ })
  await expect(coloured).toHaveCount(LINES)
  const height = (await block.boundingBox())?.height
  await expectTurn(page, 'done')
  expect(await coloured.count()).toBe(LINES)
  expect((await block.boundingBox())?.height).toBe(height)
})
