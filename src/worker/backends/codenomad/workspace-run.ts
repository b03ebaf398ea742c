// One folder's process on a CodeNomad server, and what a person is told of it.

import type { FolderRun, Millis } from '#contract/model'
import type { Watch } from '../../watch.ts'
import type { BridgeStatus, WireWorkspace } from './wire.ts'

/** Of what it printed before it ended: enough to see why, little enough to be read in the sidebar. */
const TAIL_LINES = 8

export interface Held {
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

export function runOf(each: Held): FolderRun {
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
