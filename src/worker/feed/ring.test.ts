import { expect, test } from 'vitest'
import { serverID, sessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import { createRing } from './ring.ts'

const server = serverID('local')
const todos = (content: string): Op => ({
  op: 'todos',
  server,
  session: sessionID('ses_1'),
  todos: [{ content, status: 'pending', priority: '' }],
})
const contents = (ops: readonly Op[] | null) =>
  ops?.map((op) => (op.op === 'todos' ? op.todos[0]?.content : op.op)) ?? null

test('what came after a seq is told in order, and nothing to one who has it all', () => {
  const ring = createRing()
  for (let seq = 1; seq <= 5; seq++) ring.push(seq, [todos(`${seq}a`), todos(`${seq}b`)])
  expect(contents(ring.after(3))).toEqual(['4a', '4b', '5a', '5b'])
  expect(contents(ring.after(5))).toEqual([])
})

test('who lacks something that is not held any more is told so', () => {
  const ring = createRing(4)
  for (let seq = 1; seq <= 10; seq++) ring.push(seq, [todos(`${seq}`)])
  expect(contents(ring.after(6))).toEqual(['7', '8', '9', '10'])
  expect(contents(ring.after(5))).toBeNull()
})

test('the ring is bounded in bytes too, and an op larger than all of it is not kept', () => {
  const ring = createRing(100, 1_000)
  for (let seq = 1; seq <= 50; seq++) ring.push(seq, [todos('x'.repeat(200))])
  expect(ring.bytes()).toBeLessThanOrEqual(1_000)
  ring.push(51, [todos('x'.repeat(5_000))])
  expect(ring.bytes()).toBe(0)
  expect(ring.after(50)).toBeNull()
  expect(ring.after(51)).toEqual([])
})

test('texts are not kept', () => {
  const ring = createRing()
  const [session, part] = [sessionID('ses_1'), 'prt_1' as never]
  ring.push(1, [{ op: 'text', server, session, part, field: 'text', rev: 0, at: 0, text: 'x' }])
  expect(ring.after(0)).toEqual([])
})
