// The window's end of the feed: acknowledges batches as they come, applies them together, text to the
// preview and everything else in one store write.

import type { Cursor, FeedMessage, WindowMessage, WindowState } from '#contract/feed'
import { sessionKey, type RefKey, type SessionRef } from '#contract/ids'
import type { Gap } from '#contract/model'
import type { StructuralOp } from '#contract/ops'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import type { Preview } from '../preview/create-preview.ts'
import type { State } from '../store/state.ts'
import { apply, closeSession, forgetAll } from './apply.ts'
import type { TextSink } from './repair.ts'

type Batch = Extract<FeedMessage, { type: 'batch' }>

export interface FeedDeps {
  readonly preview: Preview
  readonly text: TextSink
  readonly update: (change: (state: State) => State) => void
  readonly windowState: () => WindowState
  readonly isOpen: (session: RefKey) => boolean
  /** Calls `flush` back soon, once for any number of calls. */
  readonly requestFlush: () => void
  /** The worker speaks another contract. */
  readonly onReload: (theirs: number) => void
  /** A snapshot's first batches are here and wait for the rest; `flush(true)` applies them without it. */
  readonly onHeld: () => void
  readonly onApplied: () => void
}

export interface Feed {
  connect(port: Port): void
  /** Applies what has come; half a snapshot only when forced, so that a window never shows less than it had. */
  flush(force?: boolean): void
  sendState(state: WindowState, closed: readonly SessionRef[]): void
  /** Shows the gaps this window found itself beside the worker's. */
  showGaps(session: RefKey): void
}

export function createFeed(deps: FeedDeps): Feed {
  const { preview, text, update } = deps
  let port: Port | null = null
  let received: Batch[] = []
  let cursor: Cursor = {}
  /** What the worker says of gaps, as against those found here. */
  const workerGaps = new Map<RefKey, readonly Gap[]>()

  const post = (message: WindowMessage) => port?.post(message)

  function receive(message: FeedMessage) {
    if (message.type === 'reload') return deps.onReload(message.v)
    post({ type: 'ack', batch: message.batch })
    // What a snapshot is about to replace need not be applied first.
    if (message.reset) received = []
    received.push(message)
    deps.requestFlush()
  }

  function takeText(batch: Batch): readonly StructuralOp[] {
    if (batch.reset) {
      preview.clear()
      text.reset()
      workerGaps.clear()
      cursor = {}
    }
    cursor = { ...cursor, ...batch.upTo }
    const rest: StructuralOp[] = []
    for (const op of batch.ops) {
      if (op.op === 'text' || op.op === 'text.end') {
        // What was on its way to a session just closed would look like a hole.
        if (deps.isOpen(sessionKey(op))) text.apply(op)
        continue
      }
      forgetText(op)
      rest.push(op)
    }
    return rest
  }

  function forgetText(op: StructuralOp) {
    if (op.op === 'messages.reset') preview.dropSession(op.server, op.session)
    if (op.op === 'session.remove') preview.dropSession(op.server, op.id)
    if (op.op === 'part.remove') preview.dropPart(op.server, op.id)
    if (op.op === 'gaps') workerGaps.set(sessionKey(op), op.gaps)
  }

  const withGaps = (state: State, session: RefKey): State => {
    const all = [...(workerGaps.get(session) ?? []), ...text.gapsOf(session)]
    if (all.length === 0) {
      if (!(session in state.gaps)) return state
      const { [session]: _closed, ...gaps } = state.gaps
      return { ...state, gaps }
    }
    return { ...state, gaps: { ...state.gaps, [session]: all } }
  }

  return {
    connect(next) {
      port = next
      received = []
      next.onMessage((message) => {
        if (port === next) receive(message as FeedMessage)
      })
      post({ type: 'hello', v: CONTRACT_VERSION, cursor, state: deps.windowState() })
    },
    flush(force = false) {
      const batches = received
      if (batches.length === 0) return
      if (!force && !isWhole(batches)) return deps.onHeld()
      received = []
      const ops: StructuralOp[] = []
      for (const batch of batches) ops.push(...takeText(batch))
      const reset = batches.some((batch) => batch.reset)
      const sessions = new Set(ops.flatMap((op) => (op.op === 'gaps' ? [sessionKey(op)] : [])))
      update((state) => {
        let next = apply(reset ? forgetAll(state) : state, ops)
        for (const session of sessions) next = withGaps(next, session)
        return next
      })
      deps.onApplied()
    },
    sendState(state, closed) {
      post({ type: 'state', state })
      if (closed.length === 0) return
      for (const ref of closed) preview.dropSession(ref.server, ref.session)
      update((current) =>
        closed.reduce((next, ref) => closeSession(next, ref.server, sessionKey(ref)), current),
      )
    },
    showGaps: (session) => update((state) => withGaps(state, session)),
  }
}

/** A snapshot's last batch carries the cursor; without servers there is none, and one batch is all. */
function isWhole(batches: readonly Batch[]): boolean {
  if (!batches.some((batch) => batch.reset)) return true
  return (
    batches.some((batch) => Object.keys(batch.upTo).length > 0) ||
    !batches.some((batch) => batch.ops.some((op) => op.op === 'server'))
  )
}
