import { expect, it } from 'vitest'
import { partID, serverID, sessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import { createGapCounts } from './gap-counts.ts'

const server = serverID('local')
const session = sessionID('ses_1')
const gaps = (...parts: readonly (string | null)[]): Op => ({
  op: 'gaps',
  server,
  session,
  gaps: parts.map((part) => ({
    session,
    part: part === null ? null : partID(part),
    reason: 'unfinished-text',
    since: 0,
  })),
})

it('a hole counts once, and once more as repaired when it is closed', () => {
  const counts = createGapCounts()
  counts.note([gaps('a')])
  counts.note([gaps('a', null)])
  counts.note([gaps('a', null)])
  expect([counts.gaps(), counts.repairs(), counts.open()]).toEqual([2, 0, 2])
  counts.note([gaps(null)])
  expect([counts.gaps(), counts.repairs(), counts.open()]).toEqual([2, 1, 1])
  counts.note([gaps()])
  counts.note([gaps('a')])
  expect([counts.gaps(), counts.repairs(), counts.open()]).toEqual([3, 2, 1])
})

it('what goes with its session is neither open nor repaired', () => {
  const counts = createGapCounts()
  counts.note([gaps('a'), { op: 'session.remove', server, id: session }])
  expect([counts.gaps(), counts.repairs(), counts.open()]).toEqual([1, 0, 0])
})
