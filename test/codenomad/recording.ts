/** Streams of a real CodeNomad 0.16.0, as its double is checked against them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** One line; `t` is in milliseconds since the stream was asked for. */
export interface RecordedLine {
  readonly t: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly frame?: string
  readonly pong?: number
  readonly end?: string
}

export const readRecording = (name: string): readonly RecordedLine[] =>
  gunzipSync(readFileSync(join(import.meta.dirname, 'recordings', `${name}.jsonl.gz`)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedLine)

export const framesOf = (name: string): readonly string[] =>
  readRecording(name).flatMap(({ frame }) => (frame === undefined ? [] : [frame]))

export interface Frame {
  readonly type: string
  readonly status?: string
  readonly reason?: string
  readonly workspace?: object
  readonly event?: { readonly type: string; readonly id?: string; readonly directory?: string }
  readonly entry?: { readonly level: string; readonly message: string }
}

export const PING = 'codenomad.client.ping'

/** A ping has its event's name for a type. */
export function parseFrame(frame: string): Frame {
  if (frame.startsWith(`event: ${PING}\ndata: `)) return { type: PING }
  return JSON.parse(frame.slice('data: '.length)) as Frame
}

/** What of a frame must be the same in any run: its type, names of fields, statuses and reasons. */
export function shapeOf(frame: string): string {
  const { type, status, reason, workspace, event, entry, ...rest } = parseFrame(frame)
  const fields = workspace ? Object.keys(workspace).join(',') : Object.keys(rest).join(',')
  return [
    type,
    status,
    reason,
    event && `${event.type}(${Object.keys(event).join(',')})`,
    entry?.level,
    fields,
  ]
    .filter((word) => word !== undefined && word !== '')
    .join(' ')
}

/** Frames of the workspaces' lives: no logs, no pings, of opencode's own events only `server.connected`. */
export const isLifecycle = (frame: string): boolean => {
  const { type, event } = parseFrame(frame)
  if (type === 'instance.event') {
    return event?.type === 'server.connected' || event?.type.startsWith('background.') === true
  }
  return type.startsWith('workspace.') ? type !== 'workspace.log' : type === 'instance.eventStatus'
}
