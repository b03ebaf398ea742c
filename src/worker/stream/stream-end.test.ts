import { expect, test } from 'vitest'
import { refusal } from './stream-end.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const stream = { 'content-type': 'text/event-stream; charset=utf-8' }
const message = (what: string) => ({
  type: 'not-a-stream',
  message: `${what} where an event stream should be.`,
})

test.for([
  [200, { 'content-type': 'text/html; charset=utf-8' }, message('It answered with a web page')],
  [200, { 'content-type': 'application/json' }, message('It answered application/json')],
  [200, { 'content-type': '' }, message('It answered something else')],
  [204, stream, message('It answered 204')],
  [302, {}, message('It answered 302')],
  [404, {}, message('It answered 404')],
  [401, {}, { type: 'unauthorized' }],
  [403, {}, { type: 'unauthorized' }],
] as const)('%i with %o is no stream, and is said plainly', ([status, headers, expected]) => {
  const body = status === 204 ? null : '<p>'
  expect(refusal(new Response(body, { status, headers }), NOW)).toEqual(expected)
})

test('an event stream is one whatever parameters and capitals its type has', () => {
  const headers = { 'content-type': 'Text/Event-Stream;charset=UTF-8' }
  expect(refusal(new Response('', { headers }), NOW)).toBe(null)
})

test.for([
  ['7', null, 7_000],
  ['0', null, 0],
  ['tomorrow', null, null],
  ['-3', null, 0],
  ['Fri, 20 Nov 2026 12:00:30 GMT', null, 30_000],
  // The server's clock is an hour ahead of ours; the wait it means is five seconds all the same.
  ['Fri, 20 Nov 2026 13:00:05 GMT', 'Fri, 20 Nov 2026 13:00:00 GMT', 5_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', null, 0],
] as const)('Retry-After %s (answered at %s) is a wait of %s ms', ([retryAfter, date, expected]) => {
  const headers = { 'retry-after': retryAfter, ...(date !== null && { date }) }
  expect(refusal(new Response('', { status: 503, headers }), NOW)).toEqual({
    type: 'unavailable',
    status: 503,
    retryAfterMs: expected,
  })
})
