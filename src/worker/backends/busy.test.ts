import { expect, test } from 'vitest'
import { createManualClock } from '#test/manual-clock'
import { createJsonHttp } from './json-http.ts'

const answering = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  createJsonHttp({
    target: () => ({ url: 'http://server', headers: {} }),
    fetch: async () => new Response('', { status, headers }),
    clock: createManualClock(),
    filter: { clean: (text) => text, noteDate: () => undefined },
  }).send({ path: '/session' })

test.each([429, 502, 503, 504])('a server that answers %i is busy, not broken', async (status) => {
  expect(await answering(status)).toMatchObject({ ok: false, error: { code: 'busy' } })
})

test('it says for how long, in seconds or as a date by its own clock', async () => {
  expect(await answering(429, { 'retry-after': '7' })).toMatchObject({ error: { retryAfterMs: 7_000 } })
  const dates = {
    date: 'Fri, 20 Nov 2026 12:00:00 GMT',
    'retry-after': 'Fri, 20 Nov 2026 12:01:30 GMT',
  }
  expect(await answering(503, dates)).toMatchObject({ error: { retryAfterMs: 90_000 } })
})
