import type { Session, SessionStatus } from '#contract/model'
import { secondsUntil } from '../connection/connection.logic.ts'
import { relativeTime } from './relative-time.ts'
import { strings } from './strings.ts'
import { useNow } from './use-now.ts'

/** Often enough for a countdown in seconds not to skip one. */
const COUNTDOWN_TICK_MS = 250

type Retry = Extract<SessionStatus, { type: 'retry' }>

function Countdown({ retry }: { readonly retry: Retry }) {
  const now = useNow(COUNTDOWN_TICK_MS)
  return (
    <span title={strings.retryLong(retry)} className="text-warn">
      {strings.retryIn(secondsUntil(now, retry.next))}
    </span>
  )
}

export interface RowTimeProps {
  readonly session: Session
  readonly retry: Retry | null
  readonly now: number
}

/** When the session last changed, or when it tries again. */
export function RowTime({ session, retry, now }: RowTimeProps) {
  return retry === null ? relativeTime(now, session.updated) : <Countdown retry={retry} />
}
