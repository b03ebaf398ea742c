/**
 * A server that is away for a while and comes back, in real time and over real sockets; and a stream that
 * falls silent, on a clock of its own, since nobody would wait so long.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createManualClock } from '#test/manual-clock'
import { systemClock } from '../../src/worker/clock.ts'
import { STREAM_BACKOFF } from '../../src/worker/stream/backoff.ts'
import { readEventStream } from '../../src/worker/stream/event-stream.ts'
import { superviseStream } from '../../src/worker/stream/supervisor.ts'
import { freePort } from '../lib/web-host.ts'
import type { Metric } from '../lib/report.ts'

const OUTAGES_MS = [300, 600, 1_000, 2_000]
/** Longer than a stream must live to count as a good one: each outage finds the backoff at its beginning. */
const SETTLED_MS = 5_500
const SILENCE_MS = 25_000
const STEP_MS = 50
const SAY_EVERY_MS = 200

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function listen(port: number): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const say = setInterval(() => response.write('data: {}\n\n'), SAY_EVERY_MS)
    response.write('data: {}\n\n')
    response.on('close', () => clearInterval(say))
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function reconnects(): Promise<readonly number[]> {
  const port = await freePort()
  let next = Promise.withResolvers<void>()
  const stream = superviseStream({
    prepare: () => null,
    source: () => ({
      url: `http://127.0.0.1:${port}/`,
      headers: {},
      silenceMs: SILENCE_MS,
      speaksFirst: true,
      onEvent: () => {},
      mayRenew: () => false,
      dispose: () => {},
    }),
    fetch,
    clock: systemClock,
    random: Math.random,
    backoff: () => STREAM_BACKOFF,
    onState: () => {},
    onOpen: () => next.resolve(),
    onCut: () => {},
    onBytes: () => {},
  })
  let server = await listen(port)
  stream.start()
  await next.promise
  const values: number[] = []
  for (const outageMs of OUTAGES_MS) {
    await pause(SETTLED_MS)
    next = Promise.withResolvers()
    server.close()
    server.closeAllConnections()
    await pause(outageMs)
    server = await listen(port)
    const back = performance.now()
    await next.promise
    values.push(performance.now() - back)
  }
  stream.stop()
  server.close()
  server.closeAllConnections()
  return values
}

/** How long after its last byte a stream that says nothing is given up. */
async function silence(): Promise<number> {
  const clock = createManualClock()
  let lastByteAt = clock.now()
  let ended = false
  const reading = readEventStream({
    url: 'http://silent/',
    headers: {},
    fetch: async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(new TextEncoder().encode('data: {}\n\n')),
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
    clock,
    connectTimeoutMs: 10_000,
    silenceMs: SILENCE_MS,
    speaksFirst: true,
    maxEventBytes: 1 << 20,
    signal: new AbortController().signal,
    onOpen: () => {},
    onBytes: () => (lastByteAt = clock.now()),
    onEvent: () => {},
  }).then(() => (ended = true))
  while (!ended && clock.now() < lastByteAt + 10 * SILENCE_MS) await clock.advance(STEP_MS)
  await reading
  return clock.now() - lastByteAt
}

export async function returning(): Promise<readonly Metric[]> {
  return [
    {
      name: `reconnected after the server is back (away ${OUTAGES_MS.join(', ')} ms)`,
      unit: 'ms',
      values: await reconnects(),
      target: '≤ 1,000',
    },
    {
      name: `a silent stream is given up, at a limit of ${SILENCE_MS / 1_000} s`,
      unit: 'ms',
      values: [await silence()],
      target: '≤ 26,000',
    },
  ]
}
