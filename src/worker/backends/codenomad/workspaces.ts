// The folders that run on a CodeNomad server. Each has an opencode of its own, which can fall silent or die
// while the server's stream goes on: so each is judged by its own events.

import type { FolderRun } from '#contract/model'
import type { Clock } from '../../clock.ts'
import { startWatch } from '../../watch.ts'
import type { BridgeStatus, WireWorkspace } from './wire.ts'
import { runOf, type Held } from './workspace-run.ts'

/** A folder's opencode says something every 10 s; two and a half of those is silence. */
const SILENCE_MS = 25_000
/** `connected` and `server.connected` come as a pair: one catch-up serves both. */
const PAIR_MS = 50
/** The server can reconnect to a folder's opencode hundreds of times a second. */
const MIN_BETWEEN_CATCH_UPS_MS = 1_000
/** Lines kept of what a folder's opencode prints, and how much of each: for a person who asks why it died. */
const MAX_LOG_LINES = 200
const MAX_LINE_CHARS = 2_000

export interface WorkspacesOptions {
  readonly clock: Clock
  /** The server's stream is open: what a folder's opencode says is heard, and that it says nothing too. */
  readonly isHeard: () => boolean
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

  /** By folder: which of its processes stands for it. Looked up for every event. */
  const standing = new Map<string, Held>()

  /** The same folder can be open twice, as two processes: the ready and older one stands for it. */
  const choose = (directory: string): void => {
    const [first] = [...held.values()]
      .filter((each) => each.directory === directory)
      .sort((a, b) => RANK[a.status] - RANK[b.status] || (a.id < b.id ? -1 : 1))
    if (first) standing.set(directory, first)
    else standing.delete(directory)
  }
  const at = (directory: string): Held | null => standing.get(directory) ?? null
  const isShown = (each: Held): boolean => standing.get(each.directory) === each

  const tell = (each: Held): void => {
    if (isShown(each)) options.onRun(each.directory, runOf(each))
  }
  const watch = (each: Held): void => {
    each.watch?.cancel()
    each.watch = startWatch(clock, SILENCE_MS, () => {
      each.watch = null
      each.heard = 'silent'
      each.since = clock.now()
      // What it says meanwhile may never come: the server tells of no hole by itself.
      cut(each)
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
    choose(path)
    return made
  }
  const setStatus = (each: Held, status: WireWorkspace['status'], reason: string | null): void => {
    const { directory } = each
    const before = at(directory)
    const isNews = each.status !== status
    const hasEnded = isNews && status !== 'ready' && status !== 'starting'
    if (isNews) each.since = clock.now()
    if (hasEnded) cut(each)
    each.status = status
    each.reason = reason
    choose(directory)
    if (status !== 'ready') rest(each)
    else if (!each.watch && options.isHeard()) watch(each)
    if (hasEnded) options.onGone(each.id, before === each ? directory : null)
    succeed(directory, before)
  }
  /** Says how a folder is; another process that stands for it now has told what nobody heard. */
  const succeed = (directory: string, before: Held | null): void => {
    const now = at(directory)
    options.onRun(directory, now && runOf(now))
    if (now && before && now !== before) catchUp(now)
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
    const { directory } = each
    const before = at(directory)
    rest(each)
    cut(each)
    held.delete(id)
    choose(directory)
    options.onGone(id, before === each ? directory : null)
    succeed(directory, before)
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
