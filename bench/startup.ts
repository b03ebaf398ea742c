/**
 * From the start of the browser host's process to "Millrace ready", and to a composer that takes typing with
 * the last session's turns shown, in a real Chromium that already runs. The cache is warm: 40 sessions, the
 * last one of 60 messages. The host starts its own opencode meanwhile, as it does for a person.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from '@playwright/test'
import { promptWithScript } from '../src/worker/demo/script.ts'
import { withoutOpencodeVariables } from '../src/worker/demo/isolation.ts'
import { createOpencodeClient } from '../test/opencode/client.ts'
import { startRealOpencode, type RealOpencode } from '../test/opencode/real-server.ts'
import { launchBrowser, VIEWPORT } from './lib/browser.ts'
import { loadNow, report } from './lib/report.ts'
import { freePort, startWebHost, type WebHost } from './lib/web-host.ts'

const RUNS = 11
const SESSIONS = 40
const TURNS = 30
const LAST_ANSWER = `This is answer ${TURNS}`
const LIMIT_MS = 60_000

/** Runs in the page before anything of its own: notes when it can be used, at the end of that frame. */
const WATCH = `
  const seen = (window.benchSeen = {})
  let before = null
  const now = () => performance.timeOrigin + performance.now()
  const look = () => {
    const composer = document.querySelector('textarea[data-testid="composer"]')
    const turn = [...document.querySelectorAll('[data-testid="turn"]')].at(-1)
    if (seen.shown === undefined && turn?.textContent.includes(${JSON.stringify(LAST_ANSWER)})) {
      seen.shown = null
      setTimeout(() => (seen.shown = now()))
    }
    if (composer && !composer.disabled && before === null) {
      before = composer.value
      composer.focus()
      document.execCommand('insertText', false, 'x')
    } else if (composer && before !== null && seen.typed === undefined && composer.value.length > before.length) {
      seen.typed = null
      setTimeout(() => (seen.typed = now()))
    }
    if (document.querySelector('[data-testid="connection-state"][data-state="live"]')) seen.live ??= now()
    if (!(seen.shown && seen.typed && seen.live)) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

interface Seen {
  readonly shown: number
  readonly typed: number
  readonly live: number
}

export async function startup(runs = RUNS): Promise<void> {
  const loadBefore = loadNow()
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const server = await startRealOpencode()
  const browser = await launchBrowser()
  let running: WebHost | null = null
  try {
    const session = await fillServer(server)
    // The host must start an opencode of its own, on the same isolated data.
    const { OPENCODE_SERVER_PASSWORD: _, ...isolated } = server.env
    const env = { ...withoutOpencodeVariables(process.env), ...isolated }
    const args = ['--data-dir', dataDir, '--port', String(await freePort())]
    // A folder named on the command line would be shown instead of the last session.
    const remembered = await warmUp(browser, [...args, '--project', server.directory], env, session)
    const ready: number[] = []
    const usable: number[] = []
    const live: number[] = []
    for (let run = 0; run < runs; run++) {
      const context = await browser.newContext({ viewport: VIEWPORT, storageState: remembered })
      await context.addInitScript(WATCH)
      const page = await context.newPage()
      const host = await startWebHost(args, env)
      running = host
      await page.goto(host.url)
      const handle = await page.waitForFunction(
        () => {
          const { benchSeen: seen } = globalThis as { benchSeen?: Partial<Seen> }
          return seen?.shown && seen.typed && seen.live ? seen : null
        },
        null,
        { timeout: LIMIT_MS },
      )
      const seen = (await handle.jsonValue()) as Seen
      ready.push(host.readyAt - host.startedAt)
      usable.push(Math.max(seen.shown, seen.typed) - host.startedAt)
      live.push(seen.live - host.startedAt)
      await context.close()
      await host.close()
    }
    await report(
      {
        name: 'startup',
        metrics: [
          { name: 'host says ready', unit: 'ms', values: ready },
          {
            name: 'typing accepted and last session shown',
            unit: 'ms',
            values: usable,
            target: '≤ 1500 on 2 cores',
          },
          { name: 'its own opencode live', unit: 'ms', values: live },
        ],
        notes: [
          `${SESSIONS} sessions, the last one of ${2 * TURNS} messages; Chromium ${browser.version()} already runs.`,
        ],
      },
      loadBefore,
    )
  } finally {
    await browser.close()
    await running?.close()
    await server.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** @returns the id of the session with the messages */
async function fillServer(server: RealOpencode): Promise<string> {
  const client = createOpencodeClient(server)
  const log = await client.openEvents()
  for (let n = 1; n < SESSIONS; n++) {
    const id = await client.createSession()
    await client.call('PATCH', `/session/${id}`, { title: `Session ${n}` })
  }
  const session = await client.createSession()
  for (let turn = 1; turn <= TURNS; turn++) {
    const from = log.events.length
    const text = `This is answer ${turn}.\n\n\`\`\`js\nconst level = tide(${turn})\n\`\`\`\n\n- one\n- two\n`
    await client.prompt(session, promptWithScript(`Question ${turn}`, { text, rate: 2_000 }))
    const isOurs = (event: { type: string; properties: Readonly<Record<string, unknown>> }): boolean =>
      event.type === 'session.idle' && event.properties.sessionID === session
    const ended = () => log.waitFor('the end of a turn', isOurs, from)
    // On a machine busy with everything else a server's first turn has taken half a minute.
    await ended().catch(ended).catch(ended)
  }
  log.close()
  return session
}

/** Opens the session once, so that journal and browser remember it; gives what the browser remembers. */
async function warmUp(
  browser: Browser,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  session: string,
): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  const host = await startWebHost(args, env)
  try {
    const context = await browser.newContext({ viewport: VIEWPORT })
    const page = await context.newPage()
    await page.goto(host.url)
    await page.locator(`[data-session-id="${session}"]`).click({ timeout: LIMIT_MS })
    await page.getByTestId('turn').filter({ hasText: LAST_ANSWER }).last().waitFor({ timeout: LIMIT_MS })
    return await context.storageState()
  } finally {
    await host.close()
  }
}
