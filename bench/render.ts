/**
 * What drawing costs: the built renderer in a real Chromium, fed by a script in the worker's place, so that
 * every run gets the same batches at the same pace.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { launchBrowser, VIEWPORT } from './lib/browser.ts'
import { loadNow, report, type Metric } from './lib/report.ts'
import { addressOf, growth, markdownOf, runningOps, sessionOps, shellOps } from './render/material.ts'
import { startPageHost, type PageHost } from './render/page-host.ts'
import { createMeter, WATCH, type Meter } from './render/page-meter.ts'

const RUNS = 5
const LIMIT_MS = 60_000
/** The worker posts this often while text flows. */
const BATCH_MS = 16
/** Per batch; with BATCH_MS some 300 tokens a second. */
const DELTA_CHARS = 20
const DELTAS = 200
const BURST_CHARS = 64 * 1024
const KEYS = 40
const FAST_DELTA_CHARS = 64
const SETTLE_MS = 600

const ANSWER_SIZES = [10_000, 100_000, 1_000_000]
const SESSION_TURNS = [10, 200, 1_000]

type Samples = Map<string, { unit: string; target?: string; values: number[] }>

const add = (samples: Samples, name: string, unit: string, value: number, target?: string): void => {
  const known = samples.get(name) ?? { unit, values: [], ...(target === undefined ? {} : { target }) }
  known.values.push(value)
  samples.set(name, known)
}

export async function render(runs = RUNS): Promise<void> {
  const loadBefore = loadNow()
  const samples: Samples = new Map()
  const host = await startPageHost()
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: VIEWPORT })
    await context.addInitScript(WATCH)
    for (let run = 0; run < runs; run += 1) {
      const page = await context.newPage()
      const meter = await createMeter(page)
      for (const size of ANSWER_SIZES) await growing(host, meter, samples, 10, size)
      for (const turns of SESSION_TURNS) await growing(host, meter, samples, turns, 2_000)
      for (const turns of SESSION_TURNS) await opening(host, meter, samples, turns)
      await burst(host, meter, samples)
      for (const isStreaming of [false, true]) await typing(host, meter, samples, isStreaming)
      await page.close()
    }
  } finally {
    await browser.close()
    await host.close()
  }
  const metrics = [...samples].map(([name, { unit, values, target }]): Metric => ({
    name,
    unit,
    values,
    ...(target === undefined ? {} : { target }),
  }))
  await report(
    {
      name: 'render',
      metrics,
      notes: [
        `Deltas: ${DELTA_CHARS} characters every ${BATCH_MS} ms, ${DELTAS} of them, in one text part that stays open.`,
        'Busy is everything on the page’s main thread, by the browser’s own account (TaskDuration).',
        'Opening: from the click on the row to the frame in which the last turn is painted.',
      ],
    },
    loadBefore,
  )
}

const label = (chars: number): string =>
  chars < 1_000_000 ? `${Math.round(chars / 1000)} kB` : `${chars / 1_000_000} MB`

/** Loads the page at this session and waits until its last text stands. */
async function show(host: PageHost, { page }: Meter, id: string): Promise<void> {
  await page.goto(`${host.url}${addressOf(id)}`)
  await page.locator('[data-turn]').last().waitFor({ timeout: LIMIT_MS })
  await page.waitForLoadState('networkidle')
  await page.evaluate('bench.settled()')
  await sleep(SETTLE_MS)
}

/** A steady stream at the end of an answer of `size` characters in a session of `turns` turns. */
const tell = (what: string): void => void process.stdout.write(`${what}\n`)

async function growing(
  host: PageHost,
  meter: Meter,
  samples: Samples,
  turns: number,
  size: number,
): Promise<void> {
  tell(`growing: ${size} characters, ${turns} turns`)
  const id = 'ses_a'
  const whole = markdownOf(size + DELTAS * DELTA_CHARS)
  host.setSnapshot([
    ...shellOps([id]),
    ...sessionOps(id, turns),
    ...runningOps(id, turns, whole.slice(0, size)),
  ])
  await show(host, meter, id)
  await meter.start()
  for (let n = 0; n < DELTAS; n += 1) {
    const from = size + n * DELTA_CHARS
    host.push([growth(id, from, whole.slice(from, from + DELTA_CHARS))])
    await sleep(BATCH_MS)
  }
  await sleep(BATCH_MS * 6)
  const reading = await meter.stop()
  const what = turns === 10 ? `answer of ${label(size)}` : `session of ${turns} turns`
  const name = size === 2_000 ? `session of ${turns} turns` : what
  add(samples, `${name}: busy per delta`, 'ms', reading.busyMs / DELTAS)
  add(samples, `${name}: longest task`, 'ms', Math.max(0, ...reading.longTasks), '≤ 50')
  add(samples, `${name}: frames dropped`, '%', (reading.dropped / (reading.frames + reading.dropped)) * 100)
  if (size === 2_000) add(samples, `${name}: DOM nodes`, 'nodes', await meter.settled('Nodes'))
}

/** Going to a long session that this window has visited, from a short one. */
async function opening(host: PageHost, meter: Meter, samples: Samples, turns: number): Promise<void> {
  const { page } = meter
  tell(`opening: ${turns} turns`)
  host.setSnapshot([
    ...shellOps(['ses_a', 'ses_b']),
    ...sessionOps('ses_a', turns),
    ...sessionOps('ses_b', 1),
  ])
  await show(host, meter, 'ses_b')
  await meter.start()
  const ms = await page.evaluate<number>('bench.open("ses_a")')
  await sleep(SETTLE_MS)
  const reading = await meter.stop()
  add(samples, `opening ${turns} turns: to paint`, 'ms', ms, turns === 1_000 ? '≤ 100' : undefined)
  add(samples, `opening ${turns} turns: busy in all`, 'ms', reading.busyMs)
  add(samples, `opening ${turns} turns: longest task`, 'ms', Math.max(0, ...reading.longTasks))
}

/** 64 KiB of markdown in one batch, in a turn at work. */
async function burst(host: PageHost, meter: Meter, samples: Samples): Promise<void> {
  const id = 'ses_a'
  host.setSnapshot([...shellOps([id]), ...sessionOps(id, 3), ...runningOps(id, 3, 'Here it comes.\n\n')])
  tell('burst')
  await show(host, meter, id)
  const text = `${markdownOf(BURST_CHARS)}\n\nTheVeryLastWord`
  await meter.start()
  const began = performance.now()
  host.push([growth(id, 'Here it comes.\n\n'.length, text)])
  await meter.page.getByText('TheVeryLastWord').waitFor({ state: 'attached', timeout: LIMIT_MS })
  const settled = performance.now() - began
  await sleep(SETTLE_MS)
  const reading = await meter.stop()
  add(samples, 'burst of 64 KiB: longest task', 'ms', Math.max(0, ...reading.longTasks), '≤ 50')
  add(samples, 'burst of 64 KiB: to its last word', 'ms', settled, '≤ 300')
  add(samples, 'burst of 64 KiB: busy in all', 'ms', reading.busyMs)
}

/** Keys while some 1,000 tokens a second arrive, and while nothing does: what the machine itself takes. */
async function typing(host: PageHost, meter: Meter, samples: Samples, isStreaming: boolean): Promise<void> {
  const id = 'ses_a'
  const { page } = meter
  const whole = markdownOf(200_000)
  host.setSnapshot([...shellOps([id]), ...sessionOps(id, 20), ...runningOps(id, 20, whole.slice(0, 2_000))])
  await show(host, meter, id)
  tell(`typing${isStreaming ? ', streaming' : ''}`)
  await page.evaluate('bench.watchKeys()')
  await page.getByTestId('composer').focus()
  let from = 2_000
  let on = isStreaming
  const stream = (async () => {
    while (on) {
      host.push([growth(id, from, whole.slice(from, from + FAST_DELTA_CHARS))])
      from += FAST_DELTA_CHARS
      await sleep(BATCH_MS)
    }
  })()
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('a')
    await sleep(60)
  }
  on = false
  await stream
  const keys = await page.evaluate<number[]>('bench.keys')
  const [rate, target] = isStreaming ? ['1,000', 'p95 ≤ 20'] : ['0', 'p95 ≤ 10']
  for (const ms of keys) add(samples, `typing at ${rate} tokens/s: key to paint`, 'ms', ms, target)
}
