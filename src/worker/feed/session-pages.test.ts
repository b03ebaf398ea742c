import { expect, test } from 'vitest'
import { messageID, partID, serverID, sessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import type { SessionSource } from '../mirror/snapshot.ts'
import { createSessionPages } from './session-pages.ts'

const server = serverID('local')
const session = sessionID('ses_1')
const [older, newer] = [messageID('msg_1'), messageID('msg_2')]
const partIn = (message: string, n: number) => partID(`prt_${message.slice(4)}_${n}`)

const messageOp = (id: typeof older): Op => ({
  op: 'message',
  server,
  message: { role: 'user', id, session, created: 1, agent: null, model: null, diffs: [] },
})
const partOp = (message: typeof older, n: number): Op => ({
  op: 'part',
  server,
  part: { type: 'text', id: partIn(message, n), message, session, synthetic: false, start: 1, end: null },
})
const textOp = (message: typeof older, n: number, text: string): Op => ({
  op: 'text',
  server,
  session,
  part: partIn(message, n),
  field: 'text',
  rev: 0,
  at: 0,
  text,
})
const view: Op = { op: 'view', server, session, from: 'server', older: false, error: null }

/** Two messages of two parts each. */
const source: SessionSource = {
  head: () => [{ op: 'messages.reset', server, session }],
  messages: () => [newer, older],
  partsOf: (message) => [partIn(message, 1), partIn(message, 2)],
  message: (message) => [messageOp(message)],
  part: (message, part) => {
    const n = Number(part.at(-1))
    return [partOp(message, n), textOp(message, n, 'whole')]
  },
  tail: () => [view],
}

test('the newest message comes first, part by part, and the end says how whole the session is', () => {
  const pages = createSessionPages({ server, session }, source)
  const told: string[] = []
  while (!pages.isOver()) for (const op of pages.next()) told.push(op.op === 'part' ? op.part.id : op.op)
  const [message, text] = ['message', 'text']
  expect(told).toEqual([
    'messages.reset',
    ...[message, 'prt_2_1', text, 'prt_2_2', text],
    ...[message, 'prt_1_1', text, 'prt_1_2', text],
    'view',
  ])
})

test('what a page to come will tell is not sent before it, what the page at hand told goes behind it', () => {
  const pages = createSessionPages({ server, session }, source)
  expect(pages.place(textOp(newer, 1, 'x'))).toBe('drop')
  pages.next()
  pages.next()
  pages.next()
  expect(pages.place(textOp(newer, 1, 'x'))).toBe('behind')
  expect(pages.place(textOp(newer, 2, 'x'))).toBe('drop')
  expect(pages.place(textOp(older, 1, 'x'))).toBe('drop')
  expect(pages.place(messageOp(older))).toBe('drop')
  expect(pages.place(view)).toBe('drop')
  pages.next()
  expect(pages.place(textOp(newer, 1, 'x'))).toBe('free')
  expect(pages.place(partOp(newer, 3))).toBe('free')
  expect(pages.place(messageOp(messageID('msg_3')))).toBe('free')
})

test('a message that goes before its page has come is never told', () => {
  const pages = createSessionPages({ server, session }, source)
  pages.next()
  expect(pages.place({ op: 'message.remove', server, session, id: older })).toBe('drop')
  const told: string[] = []
  while (!pages.isOver()) for (const op of pages.next()) if (op.op === 'message') told.push(op.message.id)
  expect(told).toEqual([newer])
})
