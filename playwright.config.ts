import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/lib/find-browser.ts'

// Below the limit at which scripts/test.ts ends the run: this one still writes its report.
const GLOBAL_TIMEOUT_MS = 29 * 60_000

// Two hosts, one suite: a spec that only one of them can run has its name before `.spec.ts`.
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  globalTimeout: GLOBAL_TIMEOUT_MS,
  forbidOnly: true,
  reporter: 'list',
  expect: { timeout: 15_000 },
  use: {
    // Recorded for a person who looks; where nobody does it would only cost every test time.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findBrowser(),
      // Chromium has no sandbox for root; what it shows in these tests is our own.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'browser', testIgnore: '**/*.desktop.spec.ts' },
    { name: 'desktop', testIgnore: '**/*.browser.spec.ts' },
  ],
})
