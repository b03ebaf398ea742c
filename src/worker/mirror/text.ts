// Growing texts: offsets are given here, once, so that everyone after can tell a repeat from a hole.

import type { WholeText } from '#contract/events'
import type { PartID, ServerID, SessionID } from '#contract/ids'
import type { TextField } from '#contract/model'
import type { Op } from '#contract/ops'
import { textHash } from '#contract/text-hash'
import type { Content, TextState } from './state.ts'

export interface TextTarget {
  readonly server: ServerID
  readonly session: SessionID
  readonly part: PartID
  readonly field: TextField
}

export function textState(content: Content, part: PartID, field: TextField): TextState {
  let fields = content.texts.get(part)
  if (!fields) content.texts.set(part, (fields = new Map()))
  let text = fields.get(field)
  if (!text) fields.set(field, (text = { rev: 0, text: '', final: false }))
  return text
}

/** Upstream deltas carry no offsets: a delta goes to the end of what is held. */
export function appendDelta(content: Content, target: TextTarget, delta: string, ops: Op[]): void {
  const state = textState(content, target.part, target.field)
  // A delta after the part's end is late news of what the end already said.
  if (state.final || delta === '') return
  ops.push({ op: 'text', ...target, rev: state.rev, at: state.text.length, text: delta })
  state.text += delta
}

/**
 * A whole text: grows what is held where it begins with it, else replaces it under a new revision. True when
 * the part has ended in another text than the one held.
 */
export function applyWhole(content: Content, target: TextTarget, whole: WholeText, ops: Op[]): boolean {
  const state = textState(content, target.part, target.field)
  if (!whole.final && (state.final || whole.text.length <= state.text.length)) {
    // The server's unfinished text is empty or behind what streamed; a shell's shorter output that we
    // hold whole already says nothing new, unless it is really another text.
    if (state.final || state.text.startsWith(whole.text)) return false
  }
  const before = state.text
  if (whole.text.startsWith(before)) {
    const rest = whole.text.slice(before.length)
    if (rest !== '') ops.push({ op: 'text', ...target, rev: state.rev, at: before.length, text: rest })
  } else {
    state.rev++
    ops.push({ op: 'text', ...target, rev: state.rev, at: 0, text: whole.text })
  }
  state.text = whole.text
  // An ended text that comes again as another has ended anew.
  if (whole.final && (!state.final || whole.text !== before)) {
    state.final = true
    ops.push({
      op: 'text.end',
      ...target,
      rev: state.rev,
      length: whole.text.length,
      hash: textHash(whole.text),
    })
  }
  return whole.final && whole.text !== before
}
