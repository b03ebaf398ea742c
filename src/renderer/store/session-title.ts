import type { Session } from '#contract/model'

/** opencode names a session by its time until the model has found a title: "New session - 2026-11-20T14:38:54.830Z". */
const PLACEHOLDER = /^(New|Child) session - \d{4}-\d{2}-\d{2}T[\d:.]+Z$/

/** Null while a session has no title of its own. */
export function sessionTitle({ title }: Pick<Session, 'title'>): string | null {
  const trimmed = title.trim()
  return trimmed === '' || PLACEHOLDER.test(trimmed) ? null : trimmed
}
