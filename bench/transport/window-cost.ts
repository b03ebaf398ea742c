/**
 * What 10,000 deltas cost a window: the renderer's own feed, preview and store reducer (its code in Node, the
 * engine of Chromium, without a document), on the batches that the worker makes of them, and unmerged.
 */
import type { FeedBatch } from '#contract/feed'
import { createFeed } from '../../src/renderer/feed/create-feed.ts'
import { createTextSink } from '../../src/renderer/feed/repair.ts'
import { createPreview } from '../../src/renderer/preview/create-preview.ts'
import { initialState, type State } from '../../src/renderer/store/state.ts'
import type { Port } from '#contract/port'
import { fail } from '#contract/result'
import { systemClock } from '../../src/worker/clock.ts'
import type { Metric } from '../lib/report.ts'
import { answer, DELTA, sessionUpsert } from './turns.ts'
import { createBenchWindow, createWorkerPath, server, showing } from './worker-path.ts'

const DELTAS = 10_000
const RUNS = 30
const WARM_UP = 20
const one = answer('ses_0', 1)
const ref = { server, session: one.session }
const shown = showing(ref, [ref])

function createWindow(): { receive(batch: FeedBatch): void; flush(): void; length(): number } {
  const preview = createPreview({ now: () => performance.now(), setTimer: () => {}, isUrgent: () => false })
  let state: State = initialState
  const text = createTextSink({
    preview,
    fetchText: async () => fail('offline', 'There is no hole in here.'),
    onGaps: () => {},
    now: Date.now,
  })
  const feed = createFeed({
    preview,
    text,
    update: (change) => void (state = change(state)),
    windowState: () => shown,
    requestFlush: () => {},
    onReload: () => {},
    onHeld: () => {},
    onApplied: () => {},
  })
  let hear = (_message: unknown): void => {}
  const port: Port = {
    post: () => {},
    onMessage: (listener) => void (hear = listener),
    onClose: () => {},
    close: () => {},
  }
  feed.connect(port)
  return {
    receive: (batch) => hear(batch),
    flush: () => feed.flush(),
    length: () =>
      Object.values(state.part).reduce(
        (sum, part) => sum + preview.textOf(server, part.id, 'text').length,
        0,
      ),
  }
}

/** What the worker sends for a burst: what comes before it, and the batches with its deltas. */
async function record(): Promise<{ before: readonly FeedBatch[]; batches: readonly FeedBatch[] }> {
  const path = createWorkerPath(systemClock)
  const all: FeedBatch[] = []
  const window = createBenchWindow((message) => all.push(structuredClone(message) as FeedBatch) > 0)
  const feed = path.addWindow(window.port)
  path.dispatch(sessionUpsert(one.session))
  for (const event of one.begin) path.dispatch(event)
  window.hello(shown)
  await new Promise((resolve) => setTimeout(resolve, 200))
  const count = all.length
  for (let n = 0; n < DELTAS; n++) {
    path.dispatch(one.delta)
    if (n % 170 === 169) await new Promise((resolve) => setImmediate(resolve))
  }
  await new Promise((resolve) => setTimeout(resolve, 200))
  feed.close()
  return { before: all.slice(0, count), batches: all.slice(count) }
}

/** The same deltas, `size` to a batch, none merged. */
function unmerged(size: number): readonly FeedBatch[] {
  const batches: FeedBatch[] = []
  for (let n = 0; n < DELTAS; n += size) {
    const ops = Array.from({ length: size }, (_, index) => ({
      op: 'text' as const,
      ...ref,
      part: one.delta.type === 'part.delta' ? one.delta.part : ('' as never),
      field: 'text' as const,
      rev: 0,
      at: (n + index) * DELTA.length,
      text: DELTA,
    }))
    batches.push({ type: 'batch', batch: n, reset: false, more: false, states: 0, ops, upTo: {} })
  }
  return batches
}

/** Each batch is applied as if a frame followed it. */
function costOf(before: readonly FeedBatch[], batches: readonly FeedBatch[]): readonly number[] {
  const values: number[] = []
  for (let run = -WARM_UP; run < RUNS; run++) {
    const window = createWindow()
    for (const batch of before) window.receive(batch)
    window.flush()
    const start = performance.now()
    for (const batch of batches) {
      window.receive(batch)
      window.flush()
    }
    const ms = performance.now() - start
    if (window.length() !== DELTAS * DELTA.length) throw new Error('The window lacks text.')
    if (run >= 0) values.push(ms)
  }
  return values
}

export async function windowCost(): Promise<readonly Metric[]> {
  const { before, batches } = await record()
  const name = '10,000 deltas cost a window'
  return [
    {
      name: `${name}, in ${batches.length} batches`,
      unit: 'ms',
      values: costOf(before, batches),
      target: '≤ 2',
    },
    { name: `${name}, unmerged 50 to a batch`, unit: 'ms', values: costOf(before, unmerged(50)) },
    { name: `${name}, one to a message`, unit: 'ms', values: costOf(before, unmerged(1)) },
  ]
}
