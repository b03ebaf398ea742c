// The window's end of the feed: acknowledges batches as they come, applies them together, text to the
// preview and everything else in one store write.

import { contentSession } from '#contract/content-session'
import type { Cursor, FeedBatch, WindowMessage, WindowState } from '#contract/feed'
import { sessionKey, type RefKey, type SessionRef } from '#contract/ids'
import type { Gap } from '#contract/model'
import type { Op, StructuralOp } from '#contract/ops'
import type { Port } from '#contract/port'
import { CONTRACT_VERSION } from '#contract/version'
import type { Preview } from '../preview/create-preview.ts'
import type { State } from '../store/state.ts'
import { apply, closeSession, forgetAll } from './apply.ts'
import { createHeldSessions } from './held-sessions.ts'
import { readFeedMessage } from './read-message.ts'
import type { TextSink } from './repair.ts'

export interface FeedDeps {
  readonly preview: Preview
  readonly text: TextSink
  readonly update: (change: (state: State) => State) => void
  readonly windowState: () => WindowState
  /** Calls `flush` back soon, once for any number of calls. */
  readonly requestFlush: () => void
  /** The worker speaks another contract. */
  readonly onReload: (theirs: number) => void
  /** A snapshot's or replay's first batches are here and wait for the rest; `flush(true)` does without it. */
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
  let received: FeedBatch[] = []
  let cursor: Cursor = {}
  let statesSent = 0
  const sessions = createHeldSessions()
  /** Ops larger than a batch, as far as they have come. */
  const pieces = new Map<number, string>()
  /** What the worker says of gaps, as against those found here. */
  const workerGaps = new Map<RefKey, readonly Gap[]>()

  const post = (message: WindowMessage) => port?.post(message)

  function receive(raw: unknown) {
    const message = readFeedMessage(raw)
    if (message === null) return
    if (message.type === 'reload') return deps.onReload(message.v)
    post({ type: 'ack', batch: message.batch })
    if (message.reset) {
      // What a snapshot is about to replace need not be applied first.
      received = []
      pieces.clear()
    }
    received.push(joined(message))
    deps.requestFlush()
  }

  /** A batch with the last piece of an op holds that op. */
  function joined(batch: FeedBatch): FeedBatch {
    const { piece } = batch
    if (piece === undefined) return batch
    const json = (pieces.get(piece.op) ?? '') + piece.json
    pieces.set(piece.op, json)
    if (!piece.last) return batch
    pieces.delete(piece.op)
    return { ...batch, ops: [JSON.parse(json) as Op] }
  }

  function takeText(batch: FeedBatch, rest: StructuralOp[]) {
    if (batch.reset) {
      preview.clear()
      text.reset()
      workerGaps.clear()
      sessions.restart()
      cursor = {}
    }
    cursor = { ...cursor, ...batch.upTo }
    for (const op of batch.ops) {
      const session = contentSession(op)
      // What was on its way to a session just closed would look like a hole.
      if (session !== null && !sessions.takes(op, session, batch.states)) continue
      if (op.op === 'text' || op.op === 'text.end') {
        text.apply(op)
        continue
      }
      forgetText(op)
      rest.push(op)
    }
  }

  function forgetText(op: StructuralOp) {
    if (op.op === 'messages.reset') forgetSession(op)
    if (op.op === 'session.remove') forgetSession({ server: op.server, session: op.id })
    if (op.op === 'part.remove') {
      preview.dropPart(op.server, op.id)
      text.forget(sessionKey(op), op.id)
    }
    if (op.op === 'gaps') workerGaps.set(sessionKey(op), op.gaps)
  }

  function forgetSession(ref: SessionRef) {
    preview.dropSession(ref.server, ref.session)
    text.forget(sessionKey(ref), null)
    workerGaps.delete(sessionKey(ref))
  }

  function closeAll(closed: readonly SessionRef[]) {
    if (closed.length === 0) return
    for (const ref of closed) forgetSession(ref)
    update((current) =>
      closed.reduce((next, ref) => closeSession(next, ref.server, sessionKey(ref)), current),
    )
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
      pieces.clear()
      statesSent = 0
      next.onMessage((message) => {
        if (port === next) receive(message)
      })
      const state = deps.windowState()
      const { whole, closed } = sessions.reconnect(state.open)
      closeAll(closed)
      post({ type: 'hello', v: CONTRACT_VERSION, cursor, held: whole, state })
    },
    flush(force = false) {
      const batches = received
      if (batches.length === 0) return
      if (!force && batches.at(-1)?.more) return deps.onHeld()
      received = []
      const ops: StructuralOp[] = []
      for (const batch of batches) takeText(batch, ops)
      const reset = batches.some((batch) => batch.reset)
      const withOwnGaps = new Set(ops.flatMap((op) => (op.op === 'gaps' ? [sessionKey(op)] : [])))
      update((state) => {
        let next = apply(reset ? forgetAll(state) : state, ops)
        for (const session of withOwnGaps) next = withGaps(next, session)
        return next
      })
      deps.onApplied()
    },
    sendState(state, closed) {
      statesSent++
      sessions.open(state.open, statesSent)
      post({ type: 'state', state })
      closeAll(closed)
    },
    showGaps: (session) => update((state) => withGaps(state, session)),
  }
}
