import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { isExecutable, which } from './which.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PROBE_LIMIT_MS = 10_000

/**
 * Absolute path of the browser for the tests: MILLRACE_CHROMIUM, else Playwright's own Chromium, else the
 * system's Chromium or Chrome. Undefined if there is none that starts.
 */
export function findBrowser(env = process.env): string | undefined {
  const candidates = [
    env['MILLRACE_CHROMIUM'],
    chromium.executablePath(),
    ...NAMES.map((name) => which(name)),
    ...systemPlaces(env),
  ]
  return candidates.find((file) => file !== undefined && isExecutable(file) && starts(file))
}

// A browser may be there and lack a library, or be a stub that only points at a shop.
function starts(file: string): boolean {
  // Chrome on Windows opens a window for --version.
  if (process.platform === 'win32') return true
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: PROBE_LIMIT_MS }).status === 0
}

function systemPlaces(env: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ]
  }
  if (process.platform !== 'win32') return []
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'))
}
