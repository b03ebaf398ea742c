import type { SessionRef } from '#contract/ids'
import type { Millis, Notice } from '#contract/model'

/** Something of a session that a person asked for and that will not happen. */
export const noticeOf = ({ server, session }: SessionRef, at: Millis, text: string): Notice => ({
  id: `outbox-${server}-${session}-${at}`,
  at,
  tone: 'warning',
  text,
  server,
  session,
  directory: null,
})
