import { expect, test } from 'vitest'
import { createFakeServer } from '#test/fake-server'
import { createManualClock, settled } from '#test/manual-clock'
import { readEventStream } from './event-stream.ts'
import type { StreamEnd } from './stream-end.ts'

function createRig() {
  const server = createFakeServer()
  const clock = createManualClock()
  const stop = new AbortController()
  const events: string[] = []
  let bytes = 0
  const end: Promise<StreamEnd> = readEventStream({
    url: 'http://server/global/event',
    headers: {},
    fetch: server.fetch,
    clock,
    connectTimeoutMs: 10_000,
    silenceMs: 25_000,
    speaksFirst: false,
    maxEventBytes: 1_000,
    signal: stop.signal,
    onOpen: () => {},
    onEvent: (data) => events.push(data),
    onBytes: (count) => (bytes += count),
  })
  return { server, clock, stop, events, end, bytes: () => bytes }
}

test('an event of several lines in several pieces comes whole', async () => {
  const { server, events, end, bytes } = createRig()
  server.latest().open()
  for (const piece of ['id: 1\r', '\ndata: one\r\nda', 'ta: two\r\n', '\r\n']) server.latest().send(piece)
  server.latest().close()
  expect(await end).toMatchObject({ type: 'closed' })
  expect(events).toEqual(['one\ntwo'])
  expect(bytes()).toBe(31)
})

test('an event that never ends is given up before it fills the memory', async () => {
  const { server, end, events } = createRig()
  server.latest().open()
  for (let n = 0; n < 30; n++) server.latest().send('data: '.padEnd(100, 'x'))
  expect(await end).toEqual({ type: 'too-large' })
  expect(events).toEqual([])
})

test('many small events together may be larger than one may be', async () => {
  const { server, end, events } = createRig()
  server.latest().open()
  for (let n = 0; n < 30; n++) server.latest().send(`data: ${'x'.repeat(100)}\n\n`)
  server.latest().close()
  expect(await end).toMatchObject({ type: 'closed' })
  expect(events).toHaveLength(30)
})

test.for([
  [403, {}, { type: 'unauthorized' }],
  [302, {}, { type: 'not-a-stream', message: 'It answered 302 where an event stream should be.' }],
  [204, {}, { type: 'not-a-stream', message: 'It answered 204 where an event stream should be.' }],
  [429, { 'retry-after': '3' }, { type: 'unavailable', status: 429, retryAfterMs: 3_000 }],
  [502, { 'retry-after': 'tomorrow' }, { type: 'unavailable', status: 502, retryAfterMs: null }],
] as const)('an answer of %i is told apart', async ([status, headers, expected]) => {
  const { server, end, clock } = createRig()
  server.latest().answer(status, status === 204 ? (null as never) : '', headers)
  expect(await end).toEqual(expected)
  expect(clock.waiting()).toBe(0)
})

test('a broken connection says why', async () => {
  const { server, end } = createRig()
  server.latest().fail('ENOTFOUND')
  expect(await end).toEqual({ type: 'closed', message: 'That host name is not known.' })
})

test('one stopped before it began asks nobody', async () => {
  const stop = new AbortController()
  stop.abort()
  const server = createFakeServer()
  const end = readEventStream({
    url: 'http://server/',
    headers: {},
    fetch: (input, init) =>
      init?.signal?.aborted ? Promise.reject(new Error('aborted')) : server.fetch(input, init),
    clock: createManualClock(),
    connectTimeoutMs: 1,
    silenceMs: 1,
    speaksFirst: false,
    maxEventBytes: 1,
    signal: stop.signal,
    onOpen: () => {},
    onEvent: () => {},
    onBytes: () => {},
  })
  expect(await end).toEqual({ type: 'stopped' })
  await settled()
  expect(server.connections).toEqual([])
})
