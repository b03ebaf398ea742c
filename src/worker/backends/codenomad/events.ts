// One frame of `/api/events` → events of ours. opencode's own events come wrapped, with the folder they
// belong to, and are read by opencode's decoder; the rest tells how the folders are.

import type { ServerEvent } from '#contract/events'
import type { Millis } from '#contract/model'
import { countUnknown } from '../count-unknown.ts'
import type { Decoder } from '../opencode/decode.ts'
import { wireFrame } from './wire.ts'
import { isInside, type Workspaces } from './workspaces.ts'

/** Events of folders that the list, still under way, may yet name. Past this they are lost, and marked so. */
const MAX_HELD_EVENTS = 20_000

/** Frames that change nothing we show. */
const QUIET = new Set([
  'instance.dataChanged',
  'storage.configChanged',
  'storage.stateChanged',
  'sidecar.updated',
  'sidecar.removed',
])

export interface FrameReader {
  /** `data` is one frame's JSON text. */
  read(data: string, at: Millis): readonly ServerEvent[]
  /** A list is under way: what folders unknown so far say is kept for it. */
  hold(): void
  /** The list has come. */
  release(): void
  /** The stream that brought what is held has ended. */
  drop(): void
  readonly counts: { events: number; rejected: number; readonly unknown: Record<string, number> }
}

export interface FrameReaderOptions {
  readonly decoder: Decoder
  readonly workspaces: Workspaces
  readonly dispatch: (event: ServerEvent) => void
  /** The server and what we hold of its folders disagree. */
  readonly relist: () => void
  readonly distrust: (reason: string) => void
}

type Loose = { readonly [key: string]: unknown }
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null
const nothing: readonly ServerEvent[] = []

export function createFrameReader(options: FrameReaderOptions): FrameReader {
  const { decoder, workspaces } = options
  const counts = { events: 0, rejected: 0, unknown: {} as Record<string, number> }
  let held: { readonly id: string; readonly event: Loose; readonly at: Millis }[] | null = null
  let hasLost = false

  const instanceEvent = (id: string, event: Loose, at: Millis): readonly ServerEvent[] => {
    if (held && !workspaces.isKnown(id)) {
      if (held.length < MAX_HELD_EVENTS) held.push({ id, event, at })
      else hasLost = true
      return nothing
    }
    const folder = workspaces.heard(id)
    if (folder === null) return nothing
    const { type, directory } = event
    if (type === 'server.connected') workspaces.connected(id)
    // Made by the server itself, not by opencode.
    if (typeof type === 'string' && type.startsWith('background.process.')) return nothing
    if (typeof directory === 'string' && directory !== 'global' && !isInside(directory, folder))
      return nothing
    return decoder.decodePayload(event, at)
  }

  const lifecycle = (frame: Loose): void => {
    const parsed = wireFrame.safeParse(frame)
    if (!parsed.success) {
      const type = typeof frame['type'] === 'string' ? frame['type'] : ''
      if (QUIET.has(type)) return
      if (KNOWN.has(type)) counts.rejected++
      else countUnknown(counts.unknown, type)
      return
    }
    const { data } = parsed
    switch (data.type) {
      case 'workspace.created':
        workspaces.upsert(data.workspace)
        return
      case 'workspace.started':
        // After its own end, or for a folder never made: only the server's list can tell.
        if (workspaces.statusOf(data.workspace.id) === 'starting') workspaces.upsert(data.workspace)
        else options.relist()
        return
      case 'workspace.error':
        if (workspaces.isKnown(data.workspace.id)) workspaces.upsert(data.workspace)
        return
      case 'workspace.stopped':
        if (!workspaces.isKnown(data.workspaceId)) return
        workspaces.stopped(data.workspaceId)
        // Its record stays when its opencode ended by itself, and is gone when someone deleted it.
        options.relist()
        return
      case 'workspace.log':
        workspaces.log(data.entry.workspaceId, data.entry.message)
        return
      case 'instance.eventStatus':
        workspaces.bridge(data.instanceId, data.status, data.reason ?? null)
        return
    }
  }

  return {
    counts,
    read: (data, at) => {
      let frame: unknown
      try {
        frame = JSON.parse(data)
      } catch {
        counts.events++
        counts.rejected++
        options.distrust('The server sent an event that can’t be read.')
        return nothing
      }
      if (!isObject(frame)) {
        counts.events++
        counts.rejected++
        return nothing
      }
      const { type, instanceId, event } = frame
      if (type === 'instance.event' && typeof instanceId === 'string' && isObject(event)) {
        return instanceEvent(instanceId, event, at)
      }
      counts.events++
      lifecycle(frame)
      return nothing
    },
    hold: () => {
      held ??= []
    },
    release: () => {
      const due = held ?? []
      held = null
      if (hasLost) options.dispatch({ type: 'stream.cut', reason: 'dropped' })
      hasLost = false
      for (const { id, event, at } of due) {
        for (const each of instanceEvent(id, event, at)) options.dispatch(each)
      }
    },
    drop: () => {
      held = null
      hasLost = false
    },
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  'instance.event',
  ...wireFrame.options.map((option) => option.shape.type.value),
])
