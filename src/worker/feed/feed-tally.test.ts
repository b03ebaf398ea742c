import { expect, it } from 'vitest'
import { serverID, sessionID } from '#contract/ids'
import type { Op } from '#contract/ops'
import { createFeedTally } from './feed-tally.ts'

const here = serverID('here')
const there = serverID('there')
const seen = (server: typeof here): Op => ({ op: 'session.remove', server, id: sessionID('ses_1') })

it('each server has its own counts, and a batch of two servers counts for both', () => {
  const tally = createFeedTally()
  for (const op of [seen(here), seen(here), seen(there)]) tally.given(op)
  tally.posted([seen(here), seen(there)], true)
  tally.waited([seen(here)])
  expect(tally.read(here)).toEqual({ batches: 1, opsIn: 2, opsOut: 1, creditWaits: 1 })
  expect(tally.read(there)).toEqual({ batches: 1, opsIn: 1, opsOut: 1, creditWaits: 0 })
})

it('what a window lacked counts as a batch and not as something merged', () => {
  const tally = createFeedTally()
  tally.posted([seen(here), seen(here)], false)
  expect(tally.read(here)).toEqual({ batches: 1, opsIn: 0, opsOut: 0, creditWaits: 0 })
})
