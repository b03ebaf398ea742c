import { expect, test } from 'vitest'
import { serverID } from '#contract/ids'
import type { ServerEvent } from '#contract/events'
import { readRecording, recordingNames, type RecordedEvent } from '#test/recordings/recordings'
import { createDecoder, type Decoder } from './decode.ts'

const server = serverID('local')
const feed = (decoder: Decoder, events: readonly RecordedEvent[]): readonly ServerEvent[] =>
  events.flatMap(({ at, data }) => decoder.decode(data, at))
const decoded = (events: readonly RecordedEvent[]) => {
  const decoder = createDecoder(server)
  return { events: feed(decoder, events), counts: decoder.counts }
}
const event = (payload: object): string => JSON.stringify({ directory: '/p', payload })

/** Of the recorded session made with opencode’s next API, which is not spoken here. */
const isNextApi = (kind: string): boolean =>
  kind.startsWith('session.next.') || kind.startsWith('permission.v2.')

for (const name of recordingNames()) {
  const recording = readRecording(name)

  test(`${name}: nothing is refused, and what is unknown is counted by its name`, () => {
    const { events, counts } = decoded(recording)
    expect(counts.rejected).toBe(0)
    expect(counts.events).toBe(recording.length)
    expect(Object.keys(counts.unknown).filter((kind) => !isNextApi(kind))).toEqual([])
    const unknown = events.filter(({ type }) => type === 'unknown').length
    expect(Object.values(counts.unknown).reduce((sum, count) => sum + count, 0)).toBe(unknown)
  })

  test(`${name}: overlapping pieces give each event once`, () => {
    const cuts = [0, 0.3, 0.31, 0.8, 1].map((share) => Math.floor(share * recording.length))
    const decoder = createDecoder(server)
    const pieces = cuts.flatMap((from, index) => {
      const until = cuts[index + 1]
      // Each piece begins with up to 300 events of the one before.
      return until === undefined ? [] : feed(decoder, recording.slice(Math.max(0, from - 300), until))
    })
    expect(pieces).toEqual(decoded(recording).events)
  })

  test(`${name}: a text's deltas, joined, are its final text`, () => {
    const streamed = new Map<string, string>()
    let compared = 0
    for (const event of decoded(recording).events) {
      if (event.type === 'part.delta')
        streamed.set(event.part, (streamed.get(event.part) ?? '') + event.delta)
      if (event.type !== 'part.upsert' || !event.text?.final) continue
      const text = streamed.get(event.part.id)
      if (text === undefined || joinedLate.has(name)) continue
      expect(text).toBe(event.text.text)
      compared++
    }
    if (name.startsWith('02-')) expect(compared).toBeGreaterThan(0)
  })
}

/** Recorded by a reader that came back in the middle of an answer. */
const joinedLate = new Set(['07-reconnect.b'])

test('an unknown type is counted by its name and passes nothing on but that', () => {
  const decoder = createDecoder(server)
  const data = event({ id: 'evt_1', type: 'moon.rose', properties: {} })
  expect(decoder.decode(data, 1)).toEqual([{ type: 'unknown', kind: 'moon.rose' }])
  expect(decoder.counts).toMatchObject({ unknown: { 'moon.rose': 1 }, rejected: 0 })
})

test('what can’t be read is counted and stops nothing', () => {
  const decoder = createDecoder(server)
  expect(decoder.decode('{"payload":', 1)).toEqual([])
  expect(decoder.decode('[]', 1)).toEqual([])
  expect(decoder.decode(event({ id: 'evt_2', type: 'session.updated', properties: {} }), 1)).toEqual([])
  const status = { sessionID: 'ses_1', status: { type: 'busy' } }
  expect(decoder.decode(event({ id: 'evt_3', type: 'session.status', properties: status }), 1)).toHaveLength(
    1,
  )
  expect(decoder.counts.rejected).toBe(3)
})

test('a part of a kind newer than this program is kept', () => {
  const part = { id: 'prt_1', messageID: 'msg_1', sessionID: 'ses_1', type: 'hologram', depth: 3 }
  const data = event({ id: 'evt_4', type: 'message.part.updated', properties: { part } })
  expect(createDecoder(server).decode(data, 1)).toMatchObject([
    { type: 'part.upsert', part: { type: 'other', kind: 'hologram', id: 'prt_1' } },
  ])
})

test('a durable copy changes nothing but the number it carries', () => {
  const decoder = createDecoder(server)
  const syncEvent = { seq: 7, aggregateID: 'ses_1' }
  expect(decoder.decode(event({ id: 'evt_5', type: 'sync', syncEvent }), 1)).toEqual([])
  expect([...decoder.durableSeq]).toEqual([['ses_1', 7]])
})
