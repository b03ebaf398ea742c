// Marks where something may be missing, counted when they are set and when they are cleared.

import type { PartID } from '#contract/ids'
import type { Gap } from '#contract/model'
import type { MirrorState, SessionState } from './state.ts'

/** A part's mark that is there already stays, with its own reason. False: it was there. */
export function openGap(state: MirrorState, session: SessionState, gap: Gap): boolean {
  const key = gap.part ?? 'session'
  if (session.gaps.has(key)) return false
  session.gaps.set(key, gap)
  state.counts.gapsOpened++
  return true
}

/** False: nothing was marked. */
export function closeGap(state: MirrorState, session: SessionState, key: PartID | 'session'): boolean {
  if (!session.gaps.delete(key)) return false
  state.counts.gapsClosed++
  return true
}
