// The folders that run on a CodeNomad server. Each has an opencode of its own, which can fall silent or die
// while the server's stream goes on: so each is judged by its own events.

import type { FolderRun, Millis } from '#contract/model'
import type { Clock } from '../../clock.ts'
import { startWatch, type Watch } from '../../watch.ts'
import type { BridgeStatus, WireWorkspace } from './wire.ts'

/** A folder's opencode says something every 10 s; two and a half of those is silence. */
const SILENCE_MS = 25_000
/** `connected` and `server.connected` come as a pair: one catch-up serves both. */
const PAIR_MS = 50
/** The server can reconnect to a folder's opencode hundreds of times a second. */
const MIN_BETWEEN_CATCH_UPS_MS = 1_000
/** Lines kept of what a folder's opencode prints, and how much of each: for a person who asks why it died. */
const MAX_LOG_LINES = 200
const MAX_LINE_CHARS = 2_000
const TAIL_LINES = 8

interface Held {
  readonly id: string
  readonly directory: string
  status: WireWorkspace['status']
  reason: string | null
  since: Millis
  /** Rises with what the stream says of it: a list asked for before that is older. */
  revision: number
  heard: 'unknown' | 'live' | 'silent'
  bridge: 'unknown' | BridgeStatus
  bridgeReason: string | null
  /** Events have been lost since its last catch-up. */
  hasGap: boolean
  caughtUpAt: Millis
  watch: Watch | null
  cancelCatchUp: (() => void) | null
  readonly log: string[]
}

export interface WorkspacesOptions {
  readonly clock: Clock
  /** How a folder's opencode is, each time that changes; null: the server has no such folder any more. */
  readonly onRun: (directory: string, run: FolderRun | null) => void
  readonly onCut: (directory: string) => void
  readonly onCatchUp: (directory: string) => void
  /** Its process is gone: nothing runs there, nothing waits for an answer. Null: another one stands for its folder. */
  readonly onGone: (id: string, directory: string | null) => void
}

export interface Workspaces {
  /** To be taken before the server is asked for its list. */
  revision(): number
  /** The server's list: what it lacks is gone. `isFollowed`: every folder is caught up after it. */
  listed(list: readonly WireWorkspace[], revision: number, isFollowed: boolean): void
  upsert(workspace: WireWorkspace): void
  stopped(id: string): void
  remove(id: string): void
  /** An event of its opencode; the folder it stands for, or null. */
  heard(id: string): string | null
  connected(id: string): void
  bridge(id: string, status: BridgeStatus, reason: string | null): void
  log(id: string, message: string): void
  /** The server's stream is cut: nothing is known until it is back. */
  unsettle(): void
  /** Says again how a folder is. */
  retell(directory: string): void
  isKnown(id: string): boolean
  statusOf(id: string): WireWorkspace['status'] | null
  /** The one that stands for a folder. */
  at(directory: string): Pick<Held, 'id' | 'directory' | 'status'> | null
  /** The folder itself, or the innermost one around it. */
  around(directory: string): Pick<Held, 'id' | 'directory' | 'status'> | null
}

export function createWorkspaces(options: WorkspacesOptions): Workspaces {
  const { clock } = options
  const held = new Map<string, Held>()
  let revision = 0

  /** The same folder can be open twice, as two processes: one stands for it, the ready and older one. */
  const at = (directory: string): Held | null =>
    [...held.values()]
      .filter((each) => each.directory === directory)
      .sort((a, b) => RANK[a.status] - RANK[b.status] || (a.id < b.id ? -1 : 1))[0] ?? null
  const isShown = (each: Held): boolean => at(each.directory) === each

  const tell = (each: Held): void => {
    if (isShown(each)) options.onRun(each.directory, runOf(each))
  }
  const watch = (each: Held): void => {
    each.watch?.cancel()
    each.watch = startWatch(clock, SILENCE_MS, () => {
      each.watch = null
      each.heard = 'silent'
      each.since = clock.now()
      tell(each)
    })
  }
  const rest = (each: Held): void => {
    each.watch?.cancel()
    each.watch = null
    each.cancelCatchUp?.()
    each.cancelCatchUp = null
  }
  const cut = (each: Held): void => {
    if (each.hasGap || !isShown(each)) return
    each.hasGap = true
    options.onCut(each.directory)
  }
  const catchUp = (each: Held): void => {
    if (each.cancelCatchUp || !isShown(each)) return
    const waitMs = Math.max(PAIR_MS, each.caughtUpAt + MIN_BETWEEN_CATCH_UPS_MS - clock.now())
    each.cancelCatchUp = clock.after(waitMs, () => {
      each.cancelCatchUp = null
      each.caughtUpAt = clock.now()
      each.hasGap = false
      options.onCatchUp(each.directory)
    })
  }

  const add = ({ id, path }: WireWorkspace): Held => {
    const made: Held = {
      id,
      directory: path,
      status: 'starting',
      reason: null,
      since: clock.now(),
      revision: 0,
      heard: 'unknown',
      bridge: 'unknown',
      bridgeReason: null,
      hasGap: false,
      caughtUpAt: Number.NEGATIVE_INFINITY,
      watch: null,
      cancelCatchUp: null,
      log: [],
    }
    held.set(id, made)
    return made
  }
  const setStatus = (each: Held, status: WireWorkspace['status'], reason: string | null): void => {
    const was = each.status
    if (was !== status) each.since = clock.now()
    const stood = isShown(each)
    each.status = status
    each.reason = reason
    if (status === 'ready') {
      if (!each.watch) watch(each)
    } else {
      rest(each)
      if (status !== 'starting' && was !== status) {
        if (stood) cut(each)
        options.onGone(each.id, stood ? each.directory : null)
      }
    }
    tell(each)
  }
  const upsert = (workspace: WireWorkspace): void => {
    const { id, status, error } = workspace
    setStatus(held.get(id) ?? add(workspace), status, error ?? null)
  }
  const touch = (id: string): void => {
    const each = held.get(id)
    if (each) each.revision = ++revision
  }
  const remove = (id: string): void => {
    const each = held.get(id)
    if (!each) return
    rest(each)
    const stood = isShown(each)
    cut(each)
    held.delete(id)
    options.onGone(id, stood ? each.directory : null)
    const other = at(each.directory)
    options.onRun(each.directory, other && runOf(other))
  }

  return {
    upsert: (workspace) => {
      upsert(workspace)
      touch(workspace.id)
    },
    remove,
    revision: () => revision,
    listed: (list, asOf, isFollowed) => {
      const ids = new Set(list.map(({ id }) => id))
      const isNewer = (id: string): boolean => (held.get(id)?.revision ?? 0) > asOf
      for (const id of [...held.keys()]) if (!ids.has(id) && !isNewer(id)) remove(id)
      for (const workspace of list) if (!isNewer(workspace.id)) upsert(workspace)
      if (!isFollowed) return
      for (const each of held.values()) {
        each.caughtUpAt = clock.now()
        each.hasGap = false
      }
    },
    stopped: (id) => {
      const each = held.get(id)
      if (each) setStatus(each, 'stopped', null)
      touch(id)
    },
    heard: (id) => {
      const each = held.get(id)
      if (!each || !isShown(each)) return null
      each.watch?.feed()
      if (each.heard !== 'live') {
        const wasSilent = each.heard === 'silent'
        each.heard = 'live'
        if (each.status === 'ready' && !each.watch) watch(each)
        tell(each)
        if (wasSilent) catchUp(each)
      }
      return each.directory
    },
    connected: (id) => {
      const each = held.get(id)
      if (each) catchUp(each)
    },
    bridge: (id, status, reason) => {
      const each = held.get(id)
      if (!each) return
      const before = runOf(each)
      // Whatever comes after a connection was one has lost what streamed in between.
      if (each.bridge === 'connected' || status === 'error' || status === 'disconnected') cut(each)
      each.bridge = status
      each.bridgeReason = reason
      if (status === 'connected' && each.hasGap) catchUp(each)
      if (before.state !== runOf(each).state) {
        each.since = clock.now()
        tell(each)
      }
    },
    log: (id, message) => {
      const log = held.get(id)?.log
      if (!log) return
      log.push(message.slice(0, MAX_LINE_CHARS))
      if (log.length > MAX_LOG_LINES) log.shift()
    },
    unsettle: () => {
      for (const each of held.values()) {
        rest(each)
        each.heard = 'unknown'
        each.bridge = 'unknown'
        tell(each)
      }
    },
    retell: (directory) => {
      const each = at(directory)
      if (each) tell(each)
    },
    isKnown: (id) => held.has(id),
    statusOf: (id) => held.get(id)?.status ?? null,
    at,
    around: (directory) => {
      const folders = [...new Set([...held.values()].map((each) => each.directory))]
      const [nearest] = folders
        .filter((folder) => isInside(directory, folder))
        .sort((a, b) => b.length - a.length)
      return nearest === undefined ? null : at(nearest)
    },
  }
}

const RANK: Readonly<Record<WireWorkspace['status'], number>> = {
  ready: 0,
  starting: 1,
  error: 2,
  stopped: 3,
}

export const isInside = (path: string, folder: string): boolean =>
  path === folder ||
  (path.startsWith(folder) && (/[\\/]$/.test(folder) || /^[\\/]/.test(path.slice(folder.length))))

function runOf(each: Held): FolderRun {
  const { since } = each
  switch (each.status) {
    case 'starting':
      return { state: 'starting', since }
    case 'stopped':
      return { state: 'stopped' }
    case 'error':
      return {
        state: 'error',
        reason: each.reason ?? 'Its opencode has ended.',
        tail: complaints(each.log),
      }
    case 'ready':
      break
  }
  if (each.bridge === 'error' || each.bridge === 'disconnected') {
    const why = each.bridgeReason === null ? '' : ` (${each.bridgeReason})`
    return { state: 'stalled', since, reason: `The server has lost this folder’s opencode${why}.` }
  }
  if (each.heard === 'silent') {
    return { state: 'stalled', since, reason: 'This folder’s opencode has said nothing for 25 s.' }
  }
  return { state: each.heard }
}

/** By the text's own level: the server calls everything on stderr an error. */
const complaints = (log: readonly string[]): readonly string[] => {
  const bad = log.filter(
    (line) => /level=(?:error|fatal)|\berror\b/i.test(line) && !/level=(?:info|debug)/i.test(line),
  )
  return bad.slice(-TAIL_LINES)
}
