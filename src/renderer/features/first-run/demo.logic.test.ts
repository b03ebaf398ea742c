import { expect, it } from 'vitest'
import { serverID } from '#contract/ids'
import type { Connection, Server } from '#contract/model'
import { demoStep } from './demo.logic.ts'

const server = (kind: Server['kind'], connection: Connection): Server => ({
  id: serverID(kind),
  kind,
  name: kind,
  url: null,
  version: null,
  connection,
})

it('follows the demo’s own server, whatever the others do', () => {
  const other = server('bundled', { state: 'live', since: 0 })
  expect(demoStep([other])).toBe('asking')
  expect(demoStep([other, server('demo', { state: 'starting', since: 0, attempt: 1 })])).toBe('starting')
  expect(
    demoStep([server('demo', { state: 'connecting', attempt: 1, nextAt: null, reason: null }), other]),
  ).toBe('connecting')
  expect(demoStep([server('demo', { state: 'live', since: 0 })])).toBe('live')
})
