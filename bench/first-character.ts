/**
 * How long an answer's first character takes to the screen, in the browser host on a real opencode with the
 * scripted model. The reference is a plain reader of the server's own event stream, beside ours: what the
 * server takes from the model's write to its own is not ours, and is shown apart.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createParser } from 'eventsource-parser'
import { withoutOpencodeVariables } from '../src/worker/demo/isolation.ts'
import { promptWithScript } from '../src/worker/demo/script.ts'
import type { ModelWrite } from '../src/worker/demo/scripted-model.ts'
import { basicAuthorization, startRealOpencode, type RealOpencode } from '../test/opencode/real-server.ts'
import { launchBrowser, VIEWPORT } from './lib/browser.ts'
import { loadNow, report } from './lib/report.ts'
import { preciseNow, startWebHost } from './lib/web-host.ts'

const PROMPTS = 200
const PER_SESSION = 10
const LIMIT_MS = 60_000
const ANSWER = 'Tides rise and fall twice a day, and the moon leads them. '
/** A model's usual pace. */
const TOKENS_PER_SECOND = 60

/** Runs in the page: notes for each part of an answer when its first text entered the page, and its frame's end. */
const WATCH = `
  const first = (window.benchFirst = {})
  const now = () => performance.timeOrigin + performance.now()
  const note = (node) => {
    const element = node instanceof Element ? node : node.parentElement
    for (const part of [element?.closest('div[data-part]'), ...(element?.querySelectorAll('div[data-part]') ?? [])]) {
      if (!part || part.hasAttribute('data-testid') || part.textContent.trim() === '') continue
      if (first[part.dataset.part]) continue
      const seen = (first[part.dataset.part] = { inserted: now(), painted: null })
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => (seen.painted = now())
        channel.port2.postMessage(null)
      })
    }
  }
  new MutationObserver((records) => {
    for (const record of records) {
      note(record.target)
      record.addedNodes.forEach(note)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
`

interface Arrival {
  readonly part: string
  readonly at: number
}

/** Watches the server's stream with nothing but a parser; tells the first delta of each text part. */
async function readPlainly(server: RealOpencode, onFirst: (arrival: Arrival) => void): Promise<() => void> {
  const stop = new AbortController()
  const headers = { authorization: basicAuthorization(server) }
  const response = await fetch(`${server.url}/global/event`, { headers, signal: stop.signal })
  const seen = new Set<string>()
  let at = 0
  const parser = createParser({
    onEvent: ({ data }) => {
      if (!data.includes('"message.part.delta"')) return
      const { payload } = JSON.parse(data) as { payload: { properties?: { partID?: string } } }
      const part = payload.properties?.partID
      if (part === undefined || seen.has(part)) return
      seen.add(part)
      onFirst({ part, at })
    },
  })
  const decoder = new TextDecoder()
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) {
      at = preciseNow()
      parser.feed(decoder.decode(chunk, { stream: true }))
    }
  }
  read().catch(() => undefined)
  return () => stop.abort()
}

export async function firstCharacter(prompts = PROMPTS): Promise<void> {
  const loadBefore = loadNow()
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  let write: ModelWrite | null = null
  let arrived: (arrival: Arrival) => void = () => {}
  const server = await startRealOpencode({ model: { onWrite: (piece) => (write ??= piece) } })
  const stopReading = await readPlainly(server, (arrival) => arrived(arrival))
  const browser = await launchBrowser()
  const env = { ...withoutOpencodeVariables(process.env), MILLRACE_SERVER_PASSWORD: server.password }
  const args = ['--data-dir', dataDir, '--server', server.url, '--project', server.directory, '--port', '0']
  const host = await startWebHost(args, env)
  const values = {
    painted: [] as number[],
    inserted: [] as number[],
    server: [] as number[],
    whole: [] as number[],
  }
  try {
    const context = await browser.newContext({ viewport: VIEWPORT })
    await context.addInitScript(WATCH)
    const page = await context.newPage()
    await page.goto(host.url)
    await page.locator('[data-testid="connection-state"][data-state="live"]').waitFor({ timeout: LIMIT_MS })
    for (let prompt = 0; prompt < prompts; prompt++) {
      if (prompt % PER_SESSION === 0) await beginSession(page)
      // The title's request, made beside the first prompt's, writes too: the answer's is the later one.
      write = null
      const arrival = new Promise<Arrival>((resolve, reject) => {
        arrived = resolve
        setTimeout(() => reject(new Error(`No answer to prompt ${prompt}.`)), LIMIT_MS).unref()
      })
      await ask(page, prompt)
      const { part, at } = await arrival
      const seen = await painted(page, part)
      values.painted.push(seen.painted - at)
      values.inserted.push(seen.inserted - at)
      const wrote = (write as ModelWrite | null)?.at
      if (prompt % PER_SESSION !== 0 && wrote !== undefined) {
        values.server.push(at - wrote)
        values.whole.push(seen.painted - wrote)
      }
      await page
        .locator('[data-testid="turn"]')
        .last()
        .and(page.locator('[data-state="done"]'))
        .waitFor({ timeout: LIMIT_MS })
    }
    await report(
      {
        name: 'first-character',
        metrics: [
          { name: 'server’s write to painted', unit: 'ms', values: values.painted, target: 'p95 ≤ 60' },
          { name: 'server’s write to in the page', unit: 'ms', values: values.inserted },
          { name: 'model’s write to server’s write', unit: 'ms', values: values.server },
          { name: 'model’s write to painted', unit: 'ms', values: values.whole },
        ],
        notes: [
          'The server’s write is taken as its arrival at a plain reader beside ours.',
          'A session’s first prompt is left out of the model’s rows: its title is made at the same time.',
        ],
      },
      loadBefore,
    )
  } finally {
    stopReading()
    await browser.close()
    await host.close()
    await server.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const beginSession = async (page: Page): Promise<void> => {
  await page
    .getByRole('button', { name: /^New session in / })
    .first()
    .click()
  await page.getByTestId('turn').first().waitFor({ state: 'detached', timeout: LIMIT_MS })
}

const ask = async (page: Page, prompt: number): Promise<void> => {
  const script = { text: ANSWER, rate: TOKENS_PER_SECOND }
  await page.getByTestId('composer').fill(promptWithScript(`Prompt ${prompt}`, script))
  await page.getByTestId('composer').press('Enter')
}

interface Shown {
  readonly inserted: number
  readonly painted: number
}

async function painted(page: Page, part: string): Promise<Shown> {
  const handle = await page.waitForFunction(
    (id) => {
      const { benchFirst: first } = globalThis as { benchFirst?: Record<string, Partial<Shown>> }
      return first?.[id]?.painted ? first[id] : null
    },
    part,
    { timeout: LIMIT_MS },
  )
  return (await handle.jsonValue()) as Shown
}
