/** A real headless Chromium with a window of a usual size. */
import { chromium, type Browser } from '@playwright/test'
import { findBrowser } from '../../scripts/lib/find-browser.ts'

export const VIEWPORT = { width: 1280, height: 800 }

export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('There is no Chromium here: `npm test` prepares one.')
  return chromium.launch({ executablePath })
}
