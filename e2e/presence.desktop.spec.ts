// What was asked of Electron beyond the windows: tray, badge, taskbar, notifications. No desktop shows them here.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './app.ts'
import type { App } from './lib/app.ts'
import {
  answer,
  composer,
  expectLive,
  expectTurn,
  inlineAsk,
  lastTurn,
  row,
  runCommand,
  send,
  sessionId,
} from './lib/screen.ts'

test.describe.configure({ timeout: 120_000 })

interface Shown {
  readonly title: string
  readonly body: string
}
interface Emitter {
  emit(event: string, ...details: readonly unknown[]): void
}
interface Standin {
  readonly __electronStandin: {
    readonly notifications: readonly (Shown & Emitter)[]
    readonly trays: readonly {
      readonly standin: {
        readonly toolTip: string
        readonly menu: {
          readonly items: readonly { readonly id: string; readonly label: string; click(): void }[]
        }
      }
    }[]
    readonly powerSaveBlockers: { readonly size: number }
  }
}

const notifications = (electron: ElectronApplication): Promise<readonly Shown[]> =>
  electron.evaluate(() =>
    (globalThis as unknown as Standin).__electronStandin.notifications.map(({ title, body }) => ({
      title,
      body,
    })),
  )
const clickLastNotification = (electron: ElectronApplication): Promise<void> =>
  electron.evaluate(() =>
    (globalThis as unknown as Standin).__electronStandin.notifications.at(-1)?.emit('click', {}),
  )
const tray = (electron: ElectronApplication) =>
  electron.evaluate(() => {
    const { standin } = (globalThis as unknown as Standin).__electronStandin.trays.at(-1) ?? {}
    return { toolTip: standin?.toolTip ?? '', labels: standin?.menu.items.map(({ label }) => label) ?? [] }
  })
const clickInTray = (electron: ElectronApplication, id: string): Promise<void> =>
  electron.evaluate((_electron, wanted) => {
    const [found] = (globalThis as unknown as Standin).__electronStandin.trays
    found?.standin.menu.items.find((item) => item.id === wanted)?.click()
  }, id)
const taskbar = (electron: ElectronApplication) =>
  electron.evaluate(({ app, BrowserWindow }) => ({
    badge: app.getBadgeCount(),
    progress: (BrowserWindow.getAllWindows()[0] as unknown as { _state: { progress: number } })._state
      .progress,
  }))

/** The same window, showing an empty new session: what goes on is in the background. */
const lookAway = async (page: Page): Promise<void> => {
  await runCommand(page, 'New session')
  await expect(page.getByTestId('turn')).toHaveCount(0)
}

/** A turn that waits until the test has looked away. */
const UNTIL_TOLD = { tool: 'bash', input: { command: 'until [ -e told ]; do sleep 0.05; done' } }
const goOn = (app: App): void => writeFileSync(join(app.project, 'told'), '')

/** What is on disk; nothing before the first change. */
const savedSettings = (app: App): string => {
  const file = join(app.world.dataDir, 'settings.json')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** The page, once a person could use it. */
const ready = async (app: App): Promise<Page> => {
  await expect(composer(app.page())).toBeVisible()
  await expectLive(app.page())
  return app.page()
}

test('a question in the background: notification, badge, tray; a click opens it, the answer settles all', async ({
  launch,
}) => {
  const app = await launch()
  const electron = app.electron()
  const page = await ready(app)
  await send(page, 'Wait for me', [
    [
      { text: 'Just a moment. ', rate: 40 },
      { tool: 'bash', input: { command: 'cal' } },
    ],
    { text: 'The calendar.' },
  ])
  const session = await sessionId(page)
  await lookAway(page)
  goOn(app)
  await expect(row(page, session)).toHaveAttribute('data-state', 'needs-you')
  await expect.poll(() => notifications(electron)).toEqual([expect.objectContaining({ body: 'bash: cal' })])
  await expect.poll(() => taskbar(electron)).toMatchObject({ badge: 1, progress: 2 })
  await expect.poll(async () => (await tray(electron)).toolTip).toMatch(/1 question waits for you/)
  expect((await tray(electron)).labels.join('\n')).toContain('bash: cal')

  await clickLastNotification(electron)
  await expect(inlineAsk(page)).toContainText('cal')
  expect(await sessionId(page)).toBe(session)
  await inlineAsk(page).getByRole('button', { name: 'Once', exact: true }).click()
  await expectTurn(page, 'done')
  await expect.poll(() => taskbar(electron)).toEqual({ badge: 0, progress: -1 })
  await expect.poll(async () => (await tray(electron)).toolTip).toMatch(/Nothing runs/)
})

test('a turn that ends unseen counts on the badge until it is looked at; the tray opens it', async ({
  launch,
}) => {
  const app = await launch()
  const electron = app.electron()
  const page = await ready(app)
  await send(page, 'In the background', [UNTIL_TOLD, { text: 'Word after word.' }])
  const session = await sessionId(page)
  await lookAway(page)
  goOn(app)
  await expect.poll(async () => (await taskbar(electron)).badge).toBe(1)
  expect(await notifications(electron)).toEqual([expect.objectContaining({ body: 'The turn has ended.' })])
  await clickInTray(electron, `session-${session}`)
  await expect(answer(lastTurn(page))).toContainText('Word after word')
  await expect.poll(async () => (await taskbar(electron)).badge).toBe(0)
})

test('do not disturb is kept, and keeps quiet', async ({ launch }) => {
  const app = await launch()
  const electron = app.electron()
  const page = await ready(app)
  await clickInTray(electron, 'do-not-disturb')
  await expect.poll(() => savedSettings(app)).toContain('"doNotDisturb": true')
  await send(page, 'Quiet', [UNTIL_TOLD, { text: 'Said without a sound.' }])
  await lookAway(page)
  goOn(app)
  await expect.poll(async () => (await taskbar(electron)).badge).toBe(1)
  expect(await notifications(electron)).toEqual([])
})

test('the machine is kept awake while a turn runs, when asked to; the settings say so', async ({
  launch,
}) => {
  const app = await launch()
  const electron = app.electron()
  const page = await ready(app)
  const blockers = () =>
    electron.evaluate(() => (globalThis as unknown as Standin).__electronStandin.powerSaveBlockers.size)
  await runCommand(page, 'Settings')
  const awake = page.getByRole('switch', { name: /Keep the computer awake/ })
  await awake.click()
  await expect(awake).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await blockers()).toBe(0)
  await composer(page).focus()
  await send(page, 'Stay awake', [[{ text: 'Awake.' }, { hang: true }]])
  await expect.poll(blockers).toBe(1)
  await page.getByTestId('stop').click()
  await expectTurn(page, 'stopped')
  await expect.poll(blockers).toBe(0)
})

test('closing the last window leaves the app in the tray, when asked to', async ({ launch }) => {
  const app = await launch()
  const electron = app.electron()
  const page = await ready(app)
  await runCommand(page, 'Settings')
  await page.getByRole('switch', { name: /Keep running in the tray/ }).click()
  await expect.poll(() => savedSettings(app)).toContain('"closeToTray": true')
  await page.evaluate(() => window.close())
  await expect.poll(() => electron.windows().length).toBe(0)
  const [again] = await Promise.all([electron.waitForEvent('window'), clickInTray(electron, 'open')])
  await expect(composer(again)).toBeVisible()
})
