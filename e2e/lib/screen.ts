// What a person sees and does, named once.

import { expect, type Locator, type Page } from '@playwright/test'
import type { ScriptJson } from '../../src/worker/demo/script.ts'
import { promptWithScript } from '../../src/worker/demo/script.ts'
import type { App } from './app.ts'

export const composer = (page: Page): Locator => page.getByTestId('composer')
export const turns = (page: Page): Locator => page.getByTestId('turn')
export const lastTurn = (page: Page): Locator => turns(page).last()
export const connection = (page: Page): Locator => page.getByTestId('connection-state')
export const row = (page: Page, session: string): Locator =>
  page.locator(`[data-testid="session-row"][data-session-id="${session}"]`)
export const toolRow = (within: Page | Locator, tool: string): Locator =>
  within.locator(`[data-testid="tool-row"][data-tool="${tool}"]`)

/** The answer's texts; a prompt carries its script, which holds the same words. */
export const answer = (turn: Locator): Locator => turn.locator('div[data-part]:not([data-testid])')

/** The turn's own Copy, not that of a code block or of reasoning. */
export const copyTurn = (turn: Locator): Locator => turn.getByRole('button', { name: 'Copy', exact: true })

/** Asks as they stand in the turn, not docked above the composer. */
export const inlineAsk = (page: Page): Locator => page.locator('[data-ask-place] [data-testid="ask"]')

export const expectLive = (page: Page): Promise<void> =>
  expect(connection(page)).toHaveAttribute('data-state', 'live', { timeout: 45_000 })

/** Loads the page anew, at an empty prompt in the app's project. */
export const home = async (page: Page, app: App): Promise<void> => {
  await page.reload()
  await expectLive(page)
  await newSession(page, app)
}

/** An empty prompt; the first message begins the session. */
export const newSession = async (page: Page, app: Pick<App, 'project'>): Promise<void> => {
  const name = app.project.split('/').at(-1) ?? ''
  await page.getByRole('button', { name: `New session in ${name}` }).click()
  await expect(composer(page)).toBeVisible()
  await expect(turns(page)).toHaveCount(0)
}

/** Writes and sends a prompt that carries a script, and waits until it stands in the session. */
export const send = async (page: Page, words: string, script?: ScriptJson): Promise<void> => {
  const before = await turns(page).count()
  await composer(page).fill(script === undefined ? words : promptWithScript(words, script))
  await composer(page).press('Enter')
  await expect(turns(page)).toHaveCount(before + 1)
}

/** In the last turn; one that is done has an answer. */
export const expectTurn = async (page: Page, state: string): Promise<void> => {
  if (state === 'done') await expect(lastTurn(page).locator('[data-part]').first()).toBeVisible()
  await expect(lastTurn(page)).toHaveAttribute('data-state', state, { timeout: 30_000 })
}

/** Sends and waits for the turn's end. */
export const play = async (page: Page, words: string, script: ScriptJson): Promise<void> => {
  await send(page, words, script)
  await expectTurn(page, 'done')
}

/** The id of the session that the window shows. */
export const sessionId = async (page: Page): Promise<string> => {
  await expect(page).toHaveURL(/\/s\/[^/]+\/session\/[^/]+$/)
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
}

/** Presses a Copy button and gives what it put on the clipboard. */
export const copied = async (page: Page, button: Locator): Promise<string> => {
  await page.evaluate(() => {
    const { clipboard } = navigator
    const write = clipboard.writeText.bind(clipboard)
    Object.defineProperty(clipboard, 'writeText', {
      configurable: true,
      value: async (text: string) => {
        await write(text)
        ;(window as { copiedText?: string }).copiedText = text
      },
    })
  })
  await button.click()
  await page.waitForFunction(() => (window as { copiedText?: string }).copiedText !== undefined)
  return page.evaluate(() => {
    const holder = window as { copiedText?: string }
    const text = holder.copiedText ?? ''
    delete holder.copiedText
    return text
  })
}

export const chooseModel = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: /^Choose a model:/ }).click()
  await page.getByPlaceholder('Search models').fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `Choose a model: ${name}` })).toBeVisible()
}

/** Picks an entry of the agent's or variant's menu. */
export const chooseFromMenu = async (page: Page, menu: 'agent' | 'variant', name: RegExp): Promise<void> => {
  await page.getByRole('button', { name: new RegExp(`^Choose an? ${menu}:`) }).click()
  await page.getByRole('menuitemcheckbox', { name }).click()
}

/** Runs an entry of the palette. */
export const runCommand = async (page: Page, name: string): Promise<void> => {
  // A key pressed before the page is there is heard by nobody.
  await expect(page.getByRole('banner', { name: 'Title bar' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByPlaceholder('Search actions, sessions and folders').fill(name)
  await page.getByRole('option', { name }).first().click()
}

export interface ServerForm {
  readonly url: string
  readonly password: string
  readonly name?: string
}

export const connectServer = async (page: Page, form: ServerForm): Promise<void> => {
  await runCommand(page, 'Connect to a server')
  const dialog = page.getByRole('dialog', { name: 'Connect to a server' })
  await dialog.getByLabel('Address').fill(form.url)
  await dialog.getByLabel('Password').fill(form.password)
  if (form.name !== undefined) {
    await dialog.getByLabel('Name (optional)').fill(form.name)
  }
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** In the dialog that is open: types the path and opens it, on the server that is chosen there. */
export const openFolder = async (page: Page, path: string): Promise<void> => {
  const field = page.getByRole('dialog', { name: 'Open a folder' }).getByRole('combobox', { name: 'Folder' })
  // The home folder arrives by itself; a person types over it, or after it.
  await expect(field).not.toHaveValue('')
  await field.fill(path)
  await field.press('ControlOrMeta+Enter')
}
