// Event streams of the double: one line `data: {json}` per event, no ids, no replay, a queue without
// limit, a heartbeat every 10 s. `/global/event` has every folder and `sync` copies; `/event` one folder.

import type { Clock } from '../../src/worker/clock.ts'
import type { JsonObject } from './records.ts'

const HEARTBEAT_MS = 10_000

export interface WireEvent {
  readonly directory: string | null
  readonly payload: JsonObject
}

export interface DoubleStreams {
  /** `directory` null: `/global/event`. */
  open(directory: string | null, signal: AbortSignal | null): Response
  publish(event: WireEvent): void
  /** Those open now, to be told `listen` when a call that begins now is answered. */
  readonly opened: () => readonly OpenStream[]
  /** As a server that dies: no end, a broken connection. */
  breakAll(): void
  readonly count: () => number
}

interface OpenStream {
  readonly directory: string | null
  /** What is published comes on it. */
  isListening: boolean
  send(event: WireEvent): void
  fail(error: unknown): void
}

/** `listensLate`: as on the real server, what happens just after `server.connected` comes on no stream. */
export function createStreams(clock: Clock, eventId: () => string, listensLate: boolean): DoubleStreams {
  const streams = new Set<OpenStream>()
  const encoder = new TextEncoder()
  const own = (type: string): WireEvent => ({
    directory: null,
    payload: { id: eventId(), type, properties: {} },
  })

  const open = (directory: string | null, signal: AbortSignal | null): Response => {
    let cancelBeat = (): void => {}
    let fail = (_error: unknown): void => {}
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          const leave = (): void => {
            streams.delete(stream)
            cancelBeat()
          }
          const stream: OpenStream = {
            directory,
            isListening: !listensLate,
            send: (event) => controller.enqueue(encoder.encode(frame(event, directory === null))),
            fail: (error) => {
              leave()
              controller.error(error)
            },
          }
          const beat = (): void => {
            cancelBeat = clock.after(HEARTBEAT_MS, () => {
              stream.send(own('server.heartbeat'))
              beat()
            })
          }
          fail = stream.fail
          streams.add(stream)
          stream.send(own('server.connected'))
          beat()
        },
        cancel: () => {
          cancelBeat()
          for (const stream of streams) if (stream.fail === fail) streams.delete(stream)
        },
      },
      { highWaterMark: Number.POSITIVE_INFINITY },
    )
    signal?.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')), { once: true })
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  }

  return {
    open,
    publish: (event) => {
      for (const stream of [...streams]) {
        if (!stream.isListening) continue
        if (stream.directory === null) stream.send(event)
        else if (stream.directory === event.directory && event.payload['type'] !== 'sync') stream.send(event)
      }
    },
    opened: () => [...streams],
    breakAll: () => {
      for (const stream of [...streams])
        stream.fail(new TypeError('terminated', { cause: { code: 'ECONNRESET' } }))
    },
    count: () => streams.size,
  }
}

function frame(event: WireEvent, isGlobal: boolean): string {
  const data = !isGlobal
    ? event.payload
    : event.directory === null
      ? { payload: event.payload }
      : { directory: event.directory, project: 'global', payload: event.payload }
  return `data: ${JSON.stringify(data)}\n\n`
}
