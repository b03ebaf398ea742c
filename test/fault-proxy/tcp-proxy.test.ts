import { afterEach, expect, test } from 'vitest'
import { createSeededRandom } from '#test/seeded-random'
import { systemClock } from '../../src/worker/clock.ts'
import { readEventStream } from '../../src/worker/stream/event-stream.ts'
import type { StreamEnd } from '../../src/worker/stream/stream-end.ts'
import { createOpencodeDouble } from '../opencode-double/double.ts'
import { listen } from '../opencode-double/http.ts'
import { createTcpProxy } from './tcp-proxy.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** Long enough for a busy machine's loopback, short enough to wait for. */
const SILENCE_MS = 500

async function createRig() {
  const double = createOpencodeDouble({ clock: systemClock, random: createSeededRandom(1) })
  const server = await listen(double)
  const proxy = await createTcpProxy(server.port)
  const stop = new AbortController()
  cleanups.push(server.close, proxy.close, () => stop.abort())
  const read = (silenceMs: number) => {
    const events: string[] = []
    const opened = Promise.withResolvers<null>()
    const end: Promise<StreamEnd> = readEventStream({
      url: `${proxy.url}/global/event`,
      headers: {},
      fetch,
      clock: systemClock,
      connectTimeoutMs: 10_000,
      silenceMs,
      speaksFirst: true,
      maxEventBytes: 1_000_000,
      signal: stop.signal,
      onOpen: () => undefined,
      onEvent: (data) => {
        events.push(data)
        opened.resolve(null)
      },
      onBytes: () => undefined,
    })
    return { events, end, connected: opened.promise }
  }
  return { double, proxy, read }
}

test('a reset socket ends the stream at once and says so', async () => {
  const { proxy, read } = await createRig()
  const { end, connected } = read(60_000)
  await connected
  proxy.reset(false)
  expect(await end).toMatchObject({ type: 'closed', message: expect.stringContaining('connection broke') })
})

test('a socket that is half open is found by its silence', async () => {
  const { double, proxy, read } = await createRig()
  const { end, events, connected } = read(SILENCE_MS)
  await connected
  proxy.freeze()
  double.createSession('/work/project', 'lost')
  expect(await end).toEqual({ type: 'silent' })
  expect(events).toHaveLength(1)
})

test('a port where connections are reset is no server, and is one again later', async () => {
  const { proxy, read } = await createRig()
  proxy.reset(true)
  expect(await read(60_000).end).toMatchObject({ type: 'closed' })
  proxy.heal()
  const { connected, events } = read(60_000)
  await connected
  expect(events[0]).toContain('server.connected')
})
