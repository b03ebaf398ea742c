import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createParser } from 'eventsource-parser'
import { expect, test } from 'vitest'
import type { ServerEvent } from '#contract/events'
import { serverID } from '#contract/ids'
import { framesOf, PING } from '#test/codenomad/recording'
import { createManualClock } from '#test/manual-clock'
import { createDecoder } from '../opencode/decode.ts'
import { createFrameReader } from './events.ts'
import { createWorkspaces } from './workspaces.ts'

const folder = join(import.meta.dirname, '../../../../test/codenomad/recordings')
const names = readdirSync(folder).map((file) => file.replace('.jsonl.gz', ''))

function read(name: string) {
  const clock = createManualClock()
  const events: ServerEvent[] = []
  const asked = { lists: 0, distrusts: 0, pings: 0 }
  const decoder = createDecoder(serverID('far'))
  const workspaces = createWorkspaces({
    clock,
    isHeard: () => true,
    onRun: () => undefined,
    onCut: () => undefined,
    onCatchUp: () => undefined,
    onGone: () => undefined,
  })
  const reader = createFrameReader({
    decoder,
    workspaces,
    dispatch: (event) => events.push(event),
    relist: () => void asked.lists++,
    distrust: () => void asked.distrusts++,
  })
  const frames = framesOf(name)
  // The list that a client asks for at once: every folder that the recording speaks of.
  const ids = frames.flatMap((frame) => /"instanceId":"(\w+)"/.exec(frame)?.[1] ?? [])
  const first = frames.find((frame) => frame.includes('"workspace.created"'))
  const isMadeLater = first !== undefined
  if (!isMadeLater) {
    const list = [...new Set(ids)].map((id) => ({ id, path: '/workspace/demo', status: 'ready' as const }))
    workspaces.listed(list, 0, true)
  }
  const parser = createParser({
    onEvent: ({ data, event }) => {
      if (event === PING) asked.pings++
      else events.push(...reader.read(data, clock.now()))
    },
  })
  for (const frame of frames) parser.feed(`${frame}\n\n`)
  return { events, asked, decoder: decoder.counts, frames: reader.counts }
}

test.each(names)('the recording %s is read whole: nothing is rejected, nothing unknown', (name) => {
  const { asked, decoder, frames } = read(name)
  expect(asked.distrusts).toBe(0)
  expect([decoder.rejected, frames.rejected]).toEqual([0, 0])
  expect({ ...decoder.unknown, ...frames.unknown }).toEqual({})
})

test('a recorded turn comes through the wrapping as opencode tells it', () => {
  const { events, decoder } = read('with-pong')
  const kinds = new Set(events.map(({ type }) => type))
  expect(kinds).toContain('part.delta')
  expect(kinds).toContain('session.status')
  expect(decoder.duplicates).toBe(0)
})
