// What the newest message of an idle session says of its last turn.

import type { AwayItem } from '#contract/away'
import type { Message } from '#contract/model'

export function howItEnded(newest: Message | undefined): Pick<AwayItem, 'kind' | 'text'> {
  if (newest?.role !== 'assistant') return { kind: 'interrupted', text: '' }
  if (newest.error !== null && !newest.error.aborted) return { kind: 'failed', text: newest.error.message }
  // One that was stopped has ended as somebody wanted.
  if (newest.completed === null && newest.error === null) return { kind: 'interrupted', text: '' }
  return { kind: 'ended', text: '' }
}
