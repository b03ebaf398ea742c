import { expect, it } from 'vitest'
import { outboxID, serverID, sessionID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import { attachmentCount, outboxOf } from './outbox.logic.ts'

const server = serverID('srv')
const session = sessionID('ses_1')
const item = (id: string, created: number, change: Partial<OutboxItem> = {}): OutboxItem => ({
  id: outboxID(id),
  server,
  directory: '/repo',
  session,
  content: { type: 'prompt', parts: [{ type: 'text', text: id }] },
  agent: null,
  model: null,
  created,
  state: { type: 'waiting-turn' },
  ...change,
})
const outbox = (...items: readonly OutboxItem[]) => Object.fromEntries(items.map((each) => [each.id, each]))

it('shows a session its own messages in the order they go', () => {
  const all = outbox(item('b', 2), item('a', 1), item('other', 0, { session: sessionID('ses_2') }))
  expect(outboxOf(all, { server, directory: '/repo', session }).map((each) => each.id)).toEqual(['a', 'b'])
})

it('shows a folder the first messages of sessions that are not there yet', () => {
  const all = outbox(
    item('a', 1),
    item('first', 2, { session: null }),
    item('elsewhere', 3, { session: null, directory: '/other' }),
  )
  expect(outboxOf(all, { server, directory: '/repo', session: null }).map((each) => each.id)).toEqual([
    'first',
  ])
})

it('counts files, not pasted text', () => {
  const file = { type: 'file', mime: 'image/png', filename: 'a.png', url: 'data:,' } as const
  expect(attachmentCount({ type: 'prompt', parts: [{ type: 'text', text: 'x' }, file] })).toBe(1)
  expect(attachmentCount({ type: 'shell', command: 'ls' })).toBe(0)
})
