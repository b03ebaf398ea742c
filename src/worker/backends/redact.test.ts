import { expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

const username = 'opencode'
const secret = 'q7Zk-3fHs_0aXcVbNm1234567890'

test('the password is taken out wherever it stands, as often as it stands there', () => {
  const redactor = createRedactor(() => 0)
  redactor.setSecret({ username, password: secret })
  const line = JSON.stringify({ output: `PATH=/bin\nOPENCODE_SERVER_PASSWORD=${secret}\n${secret}` })
  const cleaned = redactor.clean(line)
  expect(cleaned).not.toContain(secret)
  expect(cleaned.match(/\[server password\]/g)).toHaveLength(2)
  expect(() => JSON.parse(cleaned)).not.toThrow()
})

test('encoded, as a request carries it, it is taken out too', () => {
  const redactor = createRedactor(() => 0)
  redactor.setSecret({ username, password: secret })
  const header = Buffer.from(`${username}:${secret}`).toString('base64')
  expect(redactor.clean(`authorization: Basic ${header}`)).not.toContain(header)
})

test('a new password replaces the one before', () => {
  const redactor = createRedactor(() => 0)
  redactor.setSecret({ username, password: secret })
  redactor.setSecret({ username, password: `${secret}-next` })
  expect(redactor.clean(`is ${secret}-next`)).toBe('is [server password]')
})

test('a short password, which may be a word, falsifies no text', () => {
  const redactor = createRedactor(() => 0)
  redactor.setSecret({ username, password: 'tide' })
  expect(redactor.clean('the tide turns')).toBe('the tide turns')
})

test('the server’s clock is measured by its answers, and a small difference is none', () => {
  const now = Date.parse('Fri, 20 Nov 2026 08:00:00 GMT')
  const redactor = createRedactor(() => now)
  const after = (header: string | null): number => {
    redactor.noteDate(header, now)
    return redactor.clockOffsetMs()
  }
  expect(after('Fri, 20 Nov 2026 08:00:01 GMT')).toBe(0)
  expect(after('Fri, 20 Nov 2026 09:00:00 GMT')).toBe(3_600_000)
  expect(after(null)).toBe(3_600_000)
  expect(after('no date')).toBe(3_600_000)
  expect(after('Fri, 20 Nov 2026 07:59:00 GMT')).toBe(-59_000)
})

test('an answer that was long on its way makes no other clock of the server’s', () => {
  let now = Date.parse('Fri, 20 Nov 2026 08:00:00 GMT')
  const redactor = createRedactor(() => now)
  const askedAt = now
  now += 30_000
  redactor.noteDate('Fri, 20 Nov 2026 08:00:05 GMT', askedAt)
  expect(redactor.clockOffsetMs()).toBe(0)
  redactor.noteDate('Fri, 20 Nov 2026 08:10:30 GMT', now)
  expect(redactor.clockOffsetMs()).toBe(600_000)
  redactor.noteDate('Fri, 20 Nov 2026 08:10:05 GMT', askedAt)
  expect(redactor.clockOffsetMs()).toBe(600_000)
})
