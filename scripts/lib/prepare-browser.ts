import { dirname } from 'node:path'
import { chromium } from '@playwright/test'
import { aptInstall, canUseApt } from './apt.ts'
import { download } from './download.ts'
import { findBrowser } from './find-browser.ts'
import { packageBin } from './project.ts'

/** Finds the tests' browser or installs one; resolves to its path, or to undefined after saying why not. */
export async function prepareBrowser(): Promise<string | undefined> {
  const present = findBrowser()
  if (present !== undefined) return present

  console.log("The tests need a Chromium and there is none: running Playwright's installer (about 170 MB) …")
  const failure = await download({
    script: packageBin('@playwright/test', 'playwright'),
    args: ['install', 'chromium'],
    target: dirname(dirname(chromium.executablePath())),
  })
  const downloaded = findBrowser()
  if (downloaded !== undefined) return downloaded
  console.log(`That brought no browser that starts here${failure === undefined ? '' : ` (${failure})`}.`)

  const installed = canUseApt() && (await aptInstall('chromium')) ? findBrowser() : undefined
  if (installed === undefined) {
    console.error('The tests need Chromium or Google Chrome: install one, or name it in MILLRACE_CHROMIUM.')
  }
  return installed
}
