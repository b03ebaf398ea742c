import { expect, it } from 'vitest'
import type { AwayItem, AwayKind } from '#contract/away'
import { serverID, sessionID } from '#contract/ids'
import { inOrder, sentenceOf, togetherWith } from './away.logic.ts'

const server = serverID('srv')
const item = (id: string, kind: AwayKind, session: string | null = id, at = 1): AwayItem => ({
  id,
  kind,
  at,
  server,
  session: session === null ? null : sessionID(session),
  ask: null,
  text: '',
})

it('says what happened in one sentence', () => {
  const items = [item('1', 'asked'), item('2', 'ended'), item('3', 'failed'), item('4', 'ended')]
  expect(sentenceOf(items)).toBe('2 turns ended, 1 failed, 1 question waits for you.')
  expect(sentenceOf([item('1', 'crashed', null)])).toBe('1 server crashed and was started again.')
})

it('lists what asks for something first, then the newest', () => {
  const items = [item('old', 'ended', 'a', 1), item('new', 'ended', 'b', 2), item('ask', 'asked', 'c', 0)]
  expect(inOrder(items).map(({ id }) => id)).toEqual(['ask', 'new', 'old'])
})

it('is done with a session once that is opened, and with nothing else', () => {
  const items = [
    item('1', 'ended', 'a'),
    item('2', 'asked', 'a'),
    item('3', 'ended', 'b'),
    item('4', 'crashed', null),
  ]
  expect(togetherWith(items, item('1', 'ended', 'a'))).toEqual(['1', '2'])
  expect(togetherWith(items, item('4', 'crashed', null))).toEqual(['4'])
})
