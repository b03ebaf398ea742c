// What was said to whoever looks: told to windows that come later only while it is news.

import type { Notice } from '#contract/model'

/** Older ones are no news any more. */
const MAX_NOTICES = 20
/** A page that loads again within this still finds what it was just told. */
const NEWS_MS = 60_000

export interface Notices {
  /** `heard`: a window is there to show it. */
  add(notice: Notice, heard: boolean): void
  /** For a window that has just come. */
  tell(now: number): readonly Notice[]
}

/** @param isOpen whether the folder that a notice asks about has been opened since */
export function createNotices(isOpen: (notice: Notice) => boolean): Notices {
  let held: readonly { readonly notice: Notice; readonly heardAt: number | null }[] = []
  return {
    add: (notice, heard) => {
      held = [...held, { notice, heardAt: heard ? notice.at : null }].slice(-MAX_NOTICES)
    },
    tell: (now) => {
      held = held.filter(({ notice, heardAt }) =>
        notice.directory === null ? heardAt === null || now - heardAt < NEWS_MS : !isOpen(notice),
      )
      held = held.map(({ notice, heardAt }) => ({ notice, heardAt: heardAt ?? now }))
      return held.map(({ notice }) => notice)
    },
  }
}
