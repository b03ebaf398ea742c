import { expect, it } from 'vitest'
import type { Command, CommandItem } from '#contract/commands'
import { askID, messageID, outboxID, refKey, serverID, sessionID } from '#contract/ids'
import { answersWithoutAsk, isTitleWaiting, replyTo, stopOf, titleToCome } from './commands.logic.ts'

const server = serverID('srv')
const session = sessionID('ses_1')
const here = { server, session }
const item = (id: string, command: Command, change: Partial<CommandItem> = {}): CommandItem => ({
  id: outboxID(id),
  server,
  session,
  command,
  created: 1,
  state: { type: 'waiting-server' },
  ...change,
})
const all = (...items: readonly CommandItem[]) => Object.fromEntries(items.map((each) => [each.id, each]))
const reply = item('reply', { type: 'permission', ask: askID('per_1'), reply: 'once', message: '' })

it('finds what is on its way for a session, and nothing of another one', () => {
  const stop = item('stop', { type: 'abort', turn: messageID('msg_1') })
  const elsewhere = { server, session: sessionID('ses_2') }
  const commands = all(stop, reply)
  expect(stopOf(commands, here)).toBe(stop)
  expect(stopOf(commands, elsewhere)).toBeNull()
  expect(replyTo(commands, { server, id: askID('per_1') })).toBe(reply)
  expect(replyTo(commands, { server, id: askID('per_2') })).toBeNull()
})

it('shows the newest title that was given, and that it waits only while it does', () => {
  const first = item('a', { type: 'rename', title: 'First' })
  const second = item('b', { type: 'rename', title: 'Second' })
  expect(titleToCome(all(first, second), here)).toBe('Second')
  expect(isTitleWaiting(all(first), here)).toBe(true)
  expect(isTitleWaiting(all({ ...first, state: { type: 'sending' } }), here)).toBe(false)
  expect(titleToCome({}, here)).toBeNull()
})

it('lists an answer by itself only while no card of its ask can show it', () => {
  const commands = all(reply)
  expect(answersWithoutAsk({ commands, asks: {} }, here)).toEqual([reply])
  expect(answersWithoutAsk({ commands, asks: { [refKey(server, 'per_1')]: {} } }, here)).toEqual([])
})
