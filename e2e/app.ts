// The suite's fixtures: one app per Playwright worker for tests that leave it as it was, and apps of a test's own.

import { expect, test as base, type Page } from '@playwright/test'
import { type App, type AppOptions, startApp } from './lib/app.ts'
import type { HostKind } from './lib/host.ts'
import { home } from './lib/screen.ts'

interface TestFixtures {
  /** The shared app, for a test that changes nothing of it but sessions of its own. */
  readonly app: App
  /** An app of the test's own, ended with it. */
  readonly launch: (options?: AppOptions) => Promise<App>
  readonly hostKind: HostKind
}

/** A cold start of the host, its browser and opencode, while another worker does the same. */
const START_TIMEOUT_MS = 90_000

export const test = base.extend<TestFixtures, { readonly shared: App }>({
  // Playwright reads a fixture's needs from the pattern, so an empty one stands where there are none.
  // oxlint-disable-next-line no-empty-pattern
  hostKind: async ({}, use, info) => {
    await use(info.project.name === 'desktop' ? 'desktop' : 'browser')
  },
  shared: [
    async ({ browser }, use, info) => {
      const app = await startApp(info.project.name === 'desktop' ? 'desktop' : 'browser', browser)
      await expect(app.page().getByTestId('connection-state')).toHaveAttribute('data-state', 'live', {
        timeout: START_TIMEOUT_MS,
      })
      await use(app)
      await app.end()
    },
    { scope: 'worker', timeout: START_TIMEOUT_MS },
  ],
  app: async ({ shared }, use) => {
    const before = shared.complaints.length
    await use(shared)
    expect(shared.complaints.slice(before)).toEqual([])
  },
  page: async ({ app }, use) => {
    await use(await freshPage(app))
    await closeOthers(app)
  },
  launch: async ({ browser, hostKind }, use) => {
    const apps: App[] = []
    await use(async (options) => {
      const app = await startApp(hostKind, browser, options)
      apps.push(app)
      return app
    })
    const complaints = apps.flatMap((app) => app.complaints)
    await Promise.all(apps.map((app) => app.end()))
    expect(complaints).toEqual([])
  },
})

/** A window that remembers nothing of the tests before. */
const freshPage = async (app: App): Promise<Page> => {
  const page = app.page()
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await home(page, app)
  return page
}

const closeOthers = async (app: App): Promise<void> => {
  const first = app.page()
  for (const page of first.context().pages()) if (page !== first) await page.close()
}

export { expect }
