// A text with a hole in it, or one that ended differently, is asked for whole. Until it is here its session
// carries a gap, and later ops for it wait: the answer may be older or newer than they are.

import { refKey, sessionKey, type PartID, type RefKey } from '#contract/ids'
import type { Gap } from '#contract/model'
import type { TextEndOp, TextOp } from '#contract/ops'
import type { Result } from '#contract/result'
import type { Preview } from '../preview/create-preview.ts'

/** A stream faster than its answers would be asked for without end; after these the part's end asks once more. */
const MAX_TRIES = 5

export type AnyTextOp = TextOp | TextEndOp

interface Repair {
  readonly about: AnyTextOp
  readonly gap: Gap
  waiting: AnyTextOp[]
  tries: number
  busy: boolean
}

export interface RepairDeps {
  readonly preview: Preview
  readonly fetchText: (op: AnyTextOp) => Promise<Result<{ rev: number; text: string }>>
  /** The gaps that this window found in a session have changed. */
  readonly onGaps: (session: RefKey) => void
  readonly now: () => number
}

export interface TextSink {
  apply(op: AnyTextOp): void
  gapsOf(session: RefKey): readonly Gap[]
  /** A part, or a session with all its parts, that is gone: nothing of it is missing any more. */
  forget(session: RefKey, part: PartID | null): void
  /** A new snapshot brings everything again. */
  reset(): void
}

export function createTextSink({ preview, fetchText, onGaps, now }: RepairDeps): TextSink {
  const repairs = new Map<string, Repair>()

  const keyOf = (op: AnyTextOp) => `${refKey(op.server, op.part)}#${op.field}`
  const isWhole = (op: AnyTextOp) =>
    op.op === 'text' ? preview.applyText(op) === 'applied' : preview.applyEnd(op) === 'whole'

  function begin(op: AnyTextOp) {
    const gap: Gap = { session: op.session, part: op.part, reason: 'dropped', since: now() }
    const repair: Repair = { about: op, gap, waiting: [op], tries: 0, busy: false }
    repairs.set(keyOf(op), repair)
    onGaps(sessionKey(op))
    void ask(repair)
  }

  function hold(repair: Repair, op: AnyTextOp) {
    const exhausted = repair.tries >= MAX_TRIES
    // Nothing is under way that could fill the hole: only the newest op is worth keeping.
    if (exhausted && !repair.busy) repair.waiting = []
    repair.waiting.push(op)
    if (!repair.busy && (!exhausted || op.op === 'text.end')) void ask(repair)
  }

  async function ask(repair: Repair) {
    const { about } = repair
    repair.busy = true
    repair.tries++
    const answer = await fetchText(about)
    if (repairs.get(keyOf(about)) !== repair) return
    repair.busy = false
    if (!answer.ok) return
    preview.replaceText({ ...about, ...answer.value })
    const behind = repair.waiting.findIndex((op) => !isWhole(op))
    if (behind === -1) {
      repairs.delete(keyOf(about))
      onGaps(sessionKey(about))
      return
    }
    repair.waiting = repair.waiting.slice(behind)
    if (repair.tries < MAX_TRIES) void ask(repair)
  }

  return {
    apply(op) {
      const repair = repairs.get(keyOf(op))
      if (repair !== undefined) hold(repair, op)
      else if (!isWhole(op)) begin(op)
    },
    gapsOf: (session) =>
      [...repairs.values()].filter(({ about }) => sessionKey(about) === session).map(({ gap }) => gap),
    forget: (session, part) => {
      for (const [key, { about }] of repairs)
        if (sessionKey(about) === session && (part === null || about.part === part)) repairs.delete(key)
    },
    reset: () => repairs.clear(),
  }
}
