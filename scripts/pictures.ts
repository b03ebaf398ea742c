// `npm run pictures`: the README's pictures, taken from the demo in a real browser.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type Page } from '@playwright/test'
import { buildIfStale } from './lib/build.ts'
import { prepareBrowser } from './lib/prepare-browser.ts'
import { root } from './lib/project.ts'

const pictures = join(root, 'docs/pictures')
const SIZE = { width: 1440, height: 900 }
/** The demo's first turn waits for its server's start. */
const LONG_MS = 60_000

await buildIfStale()
const executablePath = await prepareBrowser()
if (executablePath === undefined) process.exit(1)
mkdirSync(pictures, { recursive: true })
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  await withApp([], async (url) => {
    const page = await open(browser, 'light', url)
    await page.getByRole('heading').first().waitFor()
    await save(page, 'first-run-light')
  })
  await withApp(['--demo'], (url) => tour(browser, url))
} finally {
  await browser.close()
}

/** Runs the browser host on a data dir of its own and ends it afterwards. */
async function withApp(flags: readonly string[], visit: (url: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-pictures-'))
  const app = spawn(
    process.execPath,
    [join(root, 'out/main/web.js'), '--no-open', '--data-dir', dataDir, ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    await visit(await readyUrl(app))
  } finally {
    const ended = new Promise((resolve) => app.once('exit', resolve))
    app.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function readyUrl(app: ChildProcess): Promise<string> {
  if (!app.stdout) throw new Error('The app has no output.')
  for await (const line of createInterface({ input: app.stdout })) {
    const url = /^Millrace ready: (\S+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('The app ended before it was ready.')
}

async function open(browser: Browser, colorScheme: 'light' | 'dark', url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: SIZE, colorScheme, reducedMotion: 'reduce' })
  page.setDefaultTimeout(LONG_MS)
  await page.goto(url)
  return page
}

async function save(page: Page, name: string): Promise<void> {
  await page.mouse.move(SIZE.width - 1, SIZE.height / 2)
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}

/** The same screen in both themes. */
async function both(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    await save(page, `${name}-${theme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function send(page: Page, prompt: string): Promise<void> {
  await page.getByTestId('composer').fill(prompt)
  await page.getByTestId('send').click()
  await page.getByTestId('stop').waitFor()
}

function ended(page: Page): Promise<void> {
  return page.getByTestId('stop').waitFor({ state: 'hidden' })
}
function ask(page: Page, kind: 'permission' | 'question') {
  return page.locator(`[data-testid="timeline"] [data-testid="ask"][data-kind="${kind}"]`)
}

async function tour(browser: Browser, url: string): Promise<void> {
  const page = await open(browser, 'light', url)
  await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor()
  await save(page, 'new-session-light')
  await send(page, 'Show me the tour')
  await ended(page)
  await both(page, 'session')

  await send(page, 'Continue the tour')
  await ask(page, 'permission').waitFor()
  await ask(page, 'permission').getByRole('button', { name: 'Once' }).click()
  await page.locator('[data-testid="tool-row"][data-tool="edit"]').waitFor()
  await ask(page, 'permission').waitFor()
  await both(page, 'permission')
  await ask(page, 'permission').getByRole('button', { name: 'Once' }).click()
  await ended(page)
  for (const row of await page.locator('[data-testid="tool-row"][data-tool="bash"] button').all()) {
    await row.click()
    break
  }
  await both(page, 'tools')

  await send(page, 'Continue the tour')
  await ask(page, 'question').waitFor()
  await both(page, 'question')
  await ask(page, 'question').getByRole('radio').first().click()
  await ask(page, 'question').getByRole('checkbox').first().click()
  await ask(page, 'question').getByRole('button', { name: 'Answer' }).click()
  await ended(page)

  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog').waitFor()
  await both(page, 'palette')
  await page.keyboard.press('Escape')
  await page.getByTestId('connection-state').click()
  await page
    .getByRole('img', { name: /^Events per second/ })
    .first()
    .waitFor()
  await both(page, 'connection')
  await page.close()
}
