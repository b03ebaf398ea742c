/** Streams recorded from a real opencode 1.18.33, for tests and the bench: one event per line as it came. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, 'opencode')

export interface RecordedEvent {
  /** Epoch milliseconds at the recorder. */
  readonly at: number
  /** The event's data as `/global/event` sends it, JSON. */
  readonly data: string
}

/** Every recording's name, `14-eight-concurrent-200tps.global-event`. */
export const recordingNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl.gz'))
    .map((file) => file.replace('.jsonl.gz', ''))
    .sort()

/** Recordings of `/event` hold bare events: they are put into the envelope of `/global/event`. */
export function readRecording(name: string): readonly RecordedEvent[] {
  const text = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { t, ev } = JSON.parse(line) as { t: number; ev?: object }
      if (!ev) return []
      return [{ at: t, data: JSON.stringify('payload' in ev ? ev : { payload: ev }) }]
    })
}

/** The bytes of an event stream that sends these. */
export const asEventStream = (events: readonly RecordedEvent[]): Uint8Array =>
  new TextEncoder().encode(events.map(({ data }) => `data: ${data}\n\n`).join(''))
