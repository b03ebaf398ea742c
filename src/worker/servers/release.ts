// Messages that nobody looks at leave memory for the cache when they are too many: opened again, a session
// comes from there at once and from the server after that, as one that was never opened.

import type { ServerEvent } from '#contract/events'
import type { SessionID } from '#contract/ids'
import type { Millis } from '#contract/model'
import type { Clock } from '../clock.ts'
import { contentBytes } from '../mirror/weight.ts'
import type { MirrorState, SessionState } from '../mirror/state.ts'

/** Some hundred long sessions of one server; beyond it the memory is worth more than their being at hand. */
const HELD_BYTES = 64 * 1024 * 1024
/** Weighing costs about a millisecond per 10,000 parts; a stream fills a few MB in this time at most. */
const CHECK_EVERY_MS = 10_000

export interface ReleaseOptions {
  readonly state: MirrorState
  readonly clock: Clock
  readonly dispatch: (event: ServerEvent) => void
  /** A window shows it, or what it holds is being asked for. */
  readonly isUsed: (session: SessionID) => boolean
  /** Writes to the cache what is not there yet. False: the cache lacks something, so nothing may go. */
  readonly saveCache: () => boolean
  readonly heldBytes?: number
}

export interface Release {
  /** Something came: the weight is looked at in a while. */
  note(): void
  stop(): void
}

export function createRelease({ heldBytes = HELD_BYTES, ...options }: ReleaseOptions): Release {
  const { state, clock } = options
  const usedAt = new Map<SessionID, Millis>()
  let cancel: (() => void) | null = null

  const check = (): void => {
    cancel = null
    const held = [...state.sessions]
      .filter(([, session]) => session.content.texts.size > 0)
      .map(([id, session]) => ({ id, session, bytes: contentBytes(session.content) }))
    for (const { id } of held) if (options.isUsed(id)) usedAt.set(id, clock.now())
    for (const id of usedAt.keys()) if (!state.sessions.has(id)) usedAt.delete(id)
    let bytes = held.reduce((sum, each) => sum + each.bytes, 0)
    if (bytes <= heldBytes || !options.saveCache()) return
    const lastUsed = (id: SessionID, session: SessionState): Millis =>
      Math.max(usedAt.get(id) ?? 0, session.touchedAt)
    const idle = held
      .filter(({ id, session }) => !options.isUsed(id) && isWhole(session))
      .sort((a, b) => lastUsed(a.id, a.session) - lastUsed(b.id, b.session))
    for (const { id, bytes: freed } of idle) {
      if (bytes <= heldBytes) return
      options.dispatch({ type: 'session.released', session: id })
      usedAt.delete(id)
      bytes -= freed
    }
  }

  return {
    note: () => {
      cancel ??= clock.after(CHECK_EVERY_MS, check)
    },
    stop: () => {
      cancel?.()
      cancel = null
    },
  }
}

/** Idle, and nothing of it is held here alone: what has not ended can be read back from nowhere. */
function isWhole({ status, content }: SessionState): boolean {
  if (status.type !== 'idle') return false
  for (const fields of content.texts.values()) {
    for (const { final } of fields.values()) if (!final) return false
  }
  return true
}
