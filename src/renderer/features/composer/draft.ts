// One session's unsent text: held in memory at once, written down shortly after. It outlives the component,
// so that a refused message finds its way back even after the person has gone elsewhere.

import type { Rpc } from '#contract/rpc'
import { attachedBytes } from './attachments.ts'
import { contentOfDraft, draftOf, EMPTY, putBack, type Content } from './content.ts'

/** Short enough that a crash costs a word, long enough that typing is not a write per key. */
const WRITE_AFTER_MS = 300
/** A draft with images is megabytes per write. */
const WRITE_HEAVY_AFTER_MS = 2_000
const HEAVY_BYTES = 256 * 1024

interface DraftPorts {
  readonly rpc: Pick<Rpc, 'readDraft' | 'writeDraft'>
  /** Runs once after a delay; the answer cancels it. */
  readonly later: (run: () => void, ms: number) => () => void
  readonly newId: () => string
}

export interface DraftState {
  readonly content: () => Content
  readonly subscribe: (listener: () => void) => () => void
  readonly update: (change: (now: Content) => Content) => void
  /** Reads what was kept, once; what has been written meanwhile stays, after it. */
  readonly load: () => Promise<void>
  /** Writes what is not yet written. A failed write is tried again at the next flush. */
  readonly flush: () => Promise<void>
}

export function createDraft(scope: string, { rpc, later, newId }: DraftPorts): DraftState {
  let content = EMPTY
  let isLoaded = false
  let isDirty = false
  let cancelWrite = () => {}
  const listeners = new Set<() => void>()

  const show = (next: Content) => {
    if (next === content) return
    content = next
    for (const listener of listeners) listener()
  }

  const flush = async () => {
    cancelWrite()
    if (!isDirty) return
    isDirty = false
    const written = await rpc.writeDraft({ scope, draft: draftOf(content) })
    if (!written.ok) isDirty = true
  }

  const scheduleWrite = () => {
    isDirty = true
    cancelWrite()
    const isHeavy = attachedBytes(content.chips) > HEAVY_BYTES
    cancelWrite = later(() => void flush(), isHeavy ? WRITE_HEAVY_AFTER_MS : WRITE_AFTER_MS)
  }

  return {
    content: () => content,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    update(change) {
      const next = change(content)
      if (next === content) return
      show(next)
      scheduleWrite()
    },
    async load() {
      if (isLoaded) return
      isLoaded = true
      const read = await rpc.readDraft({ scope })
      if (!read.ok) isLoaded = false
      else if (read.value !== null) {
        show(putBack(contentOfDraft(read.value, newId), content))
        if (isDirty) scheduleWrite()
      }
    },
    flush,
  }
}
