/**
 * Events per second through the worker, from bytes to the batch that a window would get, against parsing
 * alone (eventsource-parser and JSON.parse) on the same bytes, alternating in one process, in processor time.
 */
import { createParser } from 'eventsource-parser'
import { epoch, serverID, type SessionRef } from '#contract/ids'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import { createReader, snapshotOf } from '#test/mirror'
import { asEventStream, readRecording } from '#test/recordings/recordings'
import { setImmediate as turn } from 'node:timers/promises'
import { systemClock, type Clock } from '../src/worker/clock.ts'
import { createFeedTally } from '../src/worker/feed/feed-tally.ts'
import { createWindowFeed } from '../src/worker/feed/window-feed.ts'
import { serverSnapshot } from '../src/worker/mirror/snapshot.ts'
import { readEventStream } from '../src/worker/stream/event-stream.ts'
import { loadNow, report } from './lib/report.ts'

const RECORDING = '14-eight-concurrent-200tps.global-event'
const RUNS = 15
const WARM_UP = 3
/** What a socket on loopback gives at once. */
const CHUNK_BYTES = 16 * 1024
const server = serverID('local')

function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES)
}

async function parseAlone(bytes: Uint8Array): Promise<number> {
  let events = 0
  const decoder = new TextDecoder()
  const parser = createParser({
    onEvent: ({ data }) => {
      JSON.parse(data)
      events++
    },
  })
  for (const chunk of chunksOf(bytes)) {
    await turn()
    parser.feed(decoder.decode(chunk, { stream: true }))
  }
  return events
}

/** The real time, but what is due runs between two chunks, and at the end at once: no waiting is measured. */
function createBenchClock(): { readonly clock: Clock; runDue(isEnd: boolean): void } {
  const timers = new Set<{ readonly at: number; readonly fn: () => void }>()
  return {
    clock: {
      now: systemClock.now,
      after: (ms, fn) => {
        const timer = { at: systemClock.now() + ms, fn }
        timers.add(timer)
        return () => timers.delete(timer)
      },
    },
    runDue: (isEnd) => {
      for (const timer of timers) {
        if (!isEnd && timer.at > systemClock.now()) continue
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
): Promise<{ events: number; sent: number }> {
  const { state, take } = createReader()
  const { clock, runDue } = createBenchClock()
  let events = 0
  let sent = 0
  let hear = (_message: unknown): void => {}
  const port: Port = {
    post: (message) => {
      sent += JSON.stringify(message).length
      const { type, batch } = message as { type: string; batch: number }
      if (type === 'batch') queueMicrotask(() => hear({ type: 'ack', batch }))
    },
    onMessage: (listener) => void (hear = listener),
    onClose: () => {},
    close: () => {},
  }
  const feed = createWindowFeed({
    tally: createFeedTally(),
    port,
    clock,
    snapshot: () => serverSnapshot(state),
    session: () => null,
    replay: () => null,
    cursor: () => ({ [server]: { epoch: epoch('bench'), seq: events } }),
    onState: () => {},
  })
  const active = open[0] ?? null
  hear({
    type: 'hello',
    v: CONTRACT_VERSION,
    cursor: {},
    state: { active, open, visible: true, focused: true },
  })
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
    onEvent: (data) => {
      events++
      feed.push(take({ at: events, data }))
    },
  })
  runDue(true)
  feed.close()
  return { events, sent }
}

/** Time that this thread had a processor: on a busy machine the clock on the wall measures the others. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export async function transport(): Promise<void> {
  const loadBefore = loadNow()
  const recording = readRecording(RECORDING)
  const bytes = asEventStream(recording)
  const { state, takeAll } = createReader()
  takeAll(recording)
  const open = [...state.sessions.keys()].map((session) => ({ server, session }))
  const snapshotOps = snapshotOf(state).length
  const rates = { alone: [] as number[], worker: [] as number[], ratio: [] as number[] }
  let sent = 0
  for (let run = -WARM_UP; run < RUNS; run++) {
    const before = threadMs()
    const parsed = await parseAlone(bytes)
    const between = threadMs()
    const passed = await throughWorker(bytes, open)
    const after = threadMs()
    sent = passed.sent
    if (run < 0) continue
    rates.alone.push((parsed / (between - before)) * 1000)
    rates.worker.push((passed.events / (after - between)) * 1000)
    rates.ratio.push((after - between) / (between - before))
  }
  await report(
    {
      name: 'transport',
      metrics: [
        { name: 'parsing alone', unit: 'events/s', values: rates.alone },
        { name: 'worker, bytes to batches', unit: 'events/s', values: rates.worker },
        { name: 'worker against parsing alone', unit: 'times as long', values: rates.ratio },
      ],
      notes: [
        `${recording.length} recorded events of ${open.length} sessions, ${bytes.length} bytes in, ${sent} bytes of batches out, ${snapshotOps} ops as a snapshot.`,
      ],
    },
    loadBefore,
  )
}
