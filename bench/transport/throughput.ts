/**
 * Events per second from bytes to the batch that a window would get, against parsing alone
 * (eventsource-parser and JSON.parse) on the same bytes, alternating in one process, in processor time. Each
 * step's share is what a run that goes so far costs more than one that stops before it.
 */
import { createParser } from 'eventsource-parser'
import type { SessionRef } from '#contract/ids'
import { createReader } from '#test/mirror'
import { asEventStream, readRecording } from '#test/recordings/recordings'
import { setImmediate as turn } from 'node:timers/promises'
import { systemClock, type Clock } from '../../src/worker/clock.ts'
import { readEventStream } from '../../src/worker/stream/event-stream.ts'
import type { Metric } from '../lib/report.ts'
import { createBenchWindow, createWorkerPath, server, showing, type Step } from './worker-path.ts'

const RECORDING = '14-eight-concurrent-200tps.global-event'
const RUNS = 11
/** The first runs measure the compiler. */
const WARM_UP = 20
/** What a socket on loopback gives at once. */
const CHUNK_BYTES = 16 * 1024

function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}

async function parseAlone(bytes: Uint8Array): Promise<void> {
  const decoder = new TextDecoder()
  const parser = createParser({ onEvent: ({ data }) => void JSON.parse(data) })
  for (const chunk of chunksOf(bytes)) {
    await turn()
    parser.feed(decoder.decode(chunk, { stream: true }))
  }
}

/** The longest that anything is held. */
const LATER_MS = 1_000

/** The real time, but what is due runs between two chunks, and the end is a while later: no waiting is measured. */
function createBenchClock(): { readonly clock: Clock; runDue(isEnd: boolean): void } {
  const timers = new Set<{ readonly at: number; readonly fn: () => void }>()
  let aheadMs = 0
  const now = (): number => systemClock.now() + aheadMs
  return {
    clock: {
      now,
      after: (ms, fn) => {
        const timer = { at: now() + ms, fn }
        timers.add(timer)
        return () => timers.delete(timer)
      },
    },
    runDue: (isEnd) => {
      if (isEnd) aheadMs += LATER_MS
      for (const timer of timers) {
        if (timer.at > now()) continue
        timers.delete(timer)
        timer.fn()
      }
    },
  }
}

/** The window has all eight sessions open, acknowledges at once, and its batches are made JSON, as for a socket. */
async function throughWorker(
  bytes: Uint8Array,
  open: readonly SessionRef[],
  until: 'read' | Step,
): Promise<number> {
  const { clock, runDue } = createBenchClock()
  let sent = 0
  const path = createWorkerPath(clock, until === 'read' ? 'decode' : until)
  const window = createBenchWindow((message) => {
    sent += JSON.stringify(message).length
    return true
  })
  const feed = path.addWindow(window.port)
  window.hello(showing(open[0] ?? null, open))
  const chunks = chunksOf(bytes)
  await readEventStream({
    url: 'http://recording/',
    headers: {},
    fetch: async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: async (controller) => {
            await turn()
            runDue(false)
            const next = chunks.next()
            if (next.done) controller.close()
            else controller.enqueue(next.value)
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
    clock: systemClock,
    connectTimeoutMs: 10_000,
    silenceMs: 10_000,
    speaksFirst: true,
    maxEventBytes: 1 << 26,
    signal: new AbortController().signal,
    onOpen: () => {},
    onBytes: () => {},
    onEvent: until === 'read' ? () => {} : path.take,
  })
  runDue(true)
  feed.close()
  return sent
}

/** Time that this thread had a processor: on a busy machine the clock on the wall measures the others. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export async function throughput(): Promise<{ metrics: readonly Metric[]; notes: readonly string[] }> {
  const recording = readRecording(RECORDING)
  const bytes = asEventStream(recording)
  const { state, takeAll } = createReader()
  takeAll(recording)
  const open = [...state.sessions.keys()].map((session) => ({ server, session }))
  const steps = ['read', 'decode', 'fold', 'feed'] as const
  const alone: number[] = []
  const whole: number[] = []
  const ratio: number[] = []
  const shares = steps.map(() => [] as number[])
  let sent = 0
  for (let run = -WARM_UP; run < RUNS; run++) {
    const started = threadMs()
    await parseAlone(bytes)
    const parsed = threadMs() - started
    const upTo: number[] = []
    for (const step of steps) {
      const before = threadMs()
      sent = await throughWorker(bytes, open, step)
      upTo.push(threadMs() - before)
    }
    const all = upTo.at(-1) ?? Number.NaN
    if (run < 0) continue
    alone.push((recording.length / parsed) * 1000)
    whole.push((recording.length / all) * 1000)
    ratio.push(all / parsed)
    upTo.forEach((ms, index) => shares[index]?.push(((ms - (upTo[index - 1] ?? 0)) / all) * 100))
  }
  const shareOf = (index: number, name: string): Metric => ({
    name: `of that, ${name}`,
    unit: '%',
    values: shares[index] ?? [],
  })
  return {
    metrics: [
      { name: 'parsing alone', unit: 'events/s', values: alone },
      { name: 'worker, bytes to batches', unit: 'events/s', values: whole, target: '≥ 200,000' },
      { name: 'worker against parsing alone', unit: 'times as long', values: ratio },
      shareOf(0, 'reading the stream'),
      shareOf(1, 'decoding'),
      shareOf(2, 'envelope and fold'),
      shareOf(3, 'ring, feed and batches'),
    ],
    notes: [
      `${recording.length} recorded events of ${open.length} sessions, ${bytes.length} bytes in, ${sent} bytes of batches out; processor time of the thread.`,
    ],
  }
}
