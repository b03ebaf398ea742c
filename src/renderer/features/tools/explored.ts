// Runs of finished reads and searches fold into one row, across the steps of a turn.

import type { Part, ToolPart } from '#contract/model'
import { kindOf } from './tools.logic.ts'

export type TimelineItem =
  | { readonly type: 'part'; readonly part: Part }
  | { readonly type: 'explored'; readonly parts: readonly ToolPart[] }

const folds = (part: Part): part is ToolPart => {
  if (part.type !== 'tool' || part.state.status !== 'completed') return false
  const kind = kindOf(part.tool)
  return kind === 'read' || kind === 'search' || kind === 'find' || kind === 'list'
}

/** Parts in order; two or more foldable neighbours become one item. */
export function foldExplored(parts: readonly Part[]): readonly TimelineItem[] {
  const items: TimelineItem[] = []
  let run: ToolPart[] = []
  const close = () => {
    const [only] = run
    if (run.length > 1) items.push({ type: 'explored', parts: run })
    else if (only) items.push({ type: 'part', part: only })
    run = []
  }
  for (const part of parts) {
    if (folds(part)) {
      run.push(part)
    } else {
      close()
      items.push({ type: 'part', part })
    }
  }
  close()
  return items
}

export function countExplored(parts: readonly ToolPart[]): {
  reads: number
  searches: number
  lists: number
} {
  const counts = { reads: 0, searches: 0, lists: 0 }
  for (const part of parts) {
    const kind = kindOf(part.tool)
    if (kind === 'read') counts.reads += 1
    else if (kind === 'list') counts.lists += 1
    else counts.searches += 1
  }
  return counts
}
