// Growing text, per part and field, outside of the store: each text has its own listeners, so that a
// token costs one block's repaint. Losing it costs a fetch, never data.

import { refKey, sessionKey, type PartID, type RefKey, type ServerID, type SessionID } from '#contract/ids'
import type { TextField } from '#contract/model'
import type { TextEndOp, TextOp } from '#contract/ops'
import { textHash } from '#contract/text-hash'
import { createCadence, type Clock } from './cadence.ts'

export interface WholeText {
  readonly server: ServerID
  readonly session: SessionID
  readonly part: PartID
  readonly field: TextField
  readonly rev: number
  readonly text: string
}

export interface Preview {
  /** 'hole': the op begins after the end of what is held; nothing was changed. */
  applyText(op: TextOp): 'applied' | 'hole'
  /** 'mismatch': the text held is not the one that ended; ask for it whole. */
  applyEnd(op: TextEndOp): 'whole' | 'mismatch'
  /** Takes a text as the worker holds it, unless what is here is of a later revision. */
  replaceText(whole: WholeText): void
  /** The part's end has come and what is held is the text that ended. */
  isWhole(server: ServerID, part: PartID, field: TextField): boolean
  /** The current full text, '' when there is none. */
  textOf(server: ServerID, part: PartID, field: TextField): string
  subscribe(server: ServerID, part: PartID, field: TextField, listener: () => void): () => void
  dropPart(server: ServerID, part: PartID): void
  dropSession(server: ServerID, session: SessionID): void
  clear(): void
}

type TextKey = string
interface Entry {
  readonly session: RefKey
  rev: number
  text: string
  whole: boolean
}

const fields: readonly TextField[] = ['text', 'output']
const textKey = (server: ServerID, part: PartID, field: TextField): TextKey =>
  `${refKey(server, part)}#${field}`

export function createPreview(clock: Clock): Preview {
  const entries = new Map<TextKey, Entry>()
  const bySession = new Map<RefKey, Set<TextKey>>()
  const listeners = new Map<TextKey, Set<() => void>>()
  const cadence = createCadence(clock, (key) => listeners.get(key)?.forEach((listener) => listener()))

  function put(key: TextKey, session: RefKey, rev: number, text: string) {
    const entry = entries.get(key)
    const first = entry === undefined || entry.text === ''
    if (entry === undefined) {
      entries.set(key, { session, rev, text, whole: false })
      const keys = bySession.get(session)
      if (keys === undefined) bySession.set(session, new Set([key]))
      else keys.add(key)
    } else {
      entry.rev = rev
      entry.text = text
      entry.whole = false
    }
    cadence.mark(key, first)
  }

  function drop(key: TextKey) {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    const keys = bySession.get(entry.session)
    keys?.delete(key)
    if (keys?.size === 0) bySession.delete(entry.session)
    // Not at once: what follows a drop in the same batch usually brings the same text again.
    cadence.mark(key, false)
  }

  return {
    applyText(op) {
      const key = textKey(op.server, op.part, op.field)
      const entry = entries.get(key)
      if (entry === undefined || op.rev > entry.rev) {
        if (op.at > 0) return 'hole'
        put(key, sessionKey(op), op.rev, op.text)
        return 'applied'
      }
      if (op.rev < entry.rev) return 'applied'
      if (op.at > entry.text.length) return 'hole'
      const known = entry.text.length - op.at
      if (known < op.text.length) put(key, entry.session, op.rev, entry.text + op.text.slice(known))
      return 'applied'
    },
    applyEnd(op) {
      const entry = entries.get(textKey(op.server, op.part, op.field))
      if (entry === undefined) return op.length === 0 ? 'whole' : 'mismatch'
      if (op.rev < entry.rev) return 'whole'
      if (op.rev > entry.rev || op.length !== entry.text.length) return 'mismatch'
      entry.whole = textHash(entry.text) === op.hash
      return entry.whole ? 'whole' : 'mismatch'
    },
    replaceText(whole) {
      const key = textKey(whole.server, whole.part, whole.field)
      const entry = entries.get(key)
      if (entry !== undefined && entry.rev > whole.rev) return
      put(key, sessionKey(whole), whole.rev, whole.text)
    },
    isWhole: (server, part, field) => entries.get(textKey(server, part, field))?.whole ?? false,
    textOf: (server, part, field) => entries.get(textKey(server, part, field))?.text ?? '',
    subscribe(server, part, field, listener) {
      const key = textKey(server, part, field)
      const known = listeners.get(key) ?? new Set()
      listeners.set(key, known)
      known.add(listener)
      return () => {
        known.delete(listener)
        if (known.size === 0 && listeners.get(key) === known) listeners.delete(key)
      }
    },
    dropPart(server, part) {
      for (const field of fields) drop(textKey(server, part, field))
    },
    dropSession(server, session) {
      for (const key of [...(bySession.get(sessionKey({ server, session })) ?? [])]) drop(key)
    },
    clear() {
      for (const key of [...entries.keys()]) drop(key)
    },
  }
}
