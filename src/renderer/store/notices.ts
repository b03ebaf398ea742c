import type { Notice } from '#contract/model'

/** More than anyone reads; the oldest go first. */
const MAX_NOTICES = 50

/** Ordered by time, then id, so that a repeat lands where it was. */
export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...notices.filter((other) => other.id !== notice.id), notice]
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .slice(-MAX_NOTICES)
}
