// `npm run icons`: the tray's, taskbar's and app's pictures, drawn from the one mark.

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { prepareBrowser } from './lib/prepare-browser.ts'
import { root } from './lib/project.ts'

const folder = join(root, 'resources/icons')
const mark = readFileSync(join(root, 'src/renderer/mark.svg'), 'utf8')

/** What the tray shows beside the mark: nothing, work, a question. */
const DOTS = { idle: null, running: '#2f8fb3', asks: '#d9822b' } as const
const DOT = (color: string) => `<circle cx="25" cy="25" r="6.5" fill="${color}" stroke="none"/>`

const executablePath = await prepareBrowser()
if (executablePath === undefined) process.exit(1)
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const page = await browser.newPage()

const draw = async (svg: string, name: string, size: number): Promise<void> => {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
  await page.screenshot({ path: join(folder, `${name}.png`), omitBackground: true })
}
const drawTwice = async (svg: string, name: string, size: number): Promise<void> => {
  await draw(svg, name, size)
  await draw(svg, `${name}@2x`, size * 2)
}

for (const [state, color] of Object.entries(DOTS)) {
  const dot = color === null ? '' : DOT(color)
  await drawTwice(mark.replace('</svg>', `${dot}</svg>`), `tray-${state}`, 16)
  // macOS paints a template in the menu bar's own colour: shape alone tells.
  const black = mark.replaceAll('#2f8fb3', '#000').replace('</svg>', `${dot && DOT('#000')}</svg>`)
  await drawTwice(black, `tray-${state}-Template`, 16)
}
const dotAlone =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#d9822b"/></svg>'
await drawTwice(dotAlone, 'overlay-asks', 16)
await draw(mark, 'app', 512)
await browser.close()
