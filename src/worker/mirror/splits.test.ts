import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReader, readAll } from '#test/mirror'
import { asEventStream, readRecording, recordingNames } from '#test/recordings/recordings'
import { withWideLetters } from '#test/recordings/wide-letters'
import { systemClock } from '../clock.ts'
import { readEventStream } from '../stream/event-stream.ts'

/** Longer recordings are read fewer times; each time their bytes are split in hundreds of places. */
const READ_BYTES = 4_000_000
const MOST_READS = 12

for (const name of recordingNames()) {
  test(`${name}: any split of its bytes gives the same state`, async () => {
    const events = readRecording(name).map(withWideLetters)
    const bytes = asEventStream(events)
    const whole = readAll(events)
    const numRuns = Math.max(1, Math.min(MOST_READS, Math.floor(READ_BYTES / bytes.length)))
    const largest = Math.max(100, Math.floor(bytes.length / 300))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: largest }), { minLength: 20, maxLength: 200 }),
        async (sizes) => {
          const { state, take } = createReader()
          let next = 0
          const end = await readEventStream({
            url: 'http://server/global/event',
            headers: {},
            fetch: async () =>
              new Response(inPieces(bytes, sizes), { headers: { 'content-type': 'text/event-stream' } }),
            clock: systemClock,
            connectTimeoutMs: 10_000,
            silenceMs: 10_000,
            speaksFirst: true,
            maxEventBytes: 1 << 24,
            signal: new AbortController().signal,
            onOpen: () => {},
            onBytes: () => {},
            onEvent: (data) => take({ at: events[next++]?.at ?? 0, data }),
          })
          expect(end.type).toBe('closed')
          expect(state).toEqual(whole)
        },
      ),
      { numRuns },
    )
  })
}

/** `bytes` in pieces of these sizes, over and over; the first ones also byte by byte. */
function inPieces(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let offset = 0
  let piece = 0
  return new ReadableStream({
    pull: (controller) => {
      const size = offset < 1_000 ? 1 : (sizes[piece++ % sizes.length] ?? 1)
      controller.enqueue(bytes.slice(offset, offset + size))
      offset += size
      if (offset >= bytes.length) controller.close()
    },
  })
}
