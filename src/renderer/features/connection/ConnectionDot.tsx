import type { ConnectionState } from '#contract/model'
import { cx } from '../../ui/cx.ts'

interface ConnectionDotProps {
  readonly state: ConnectionState
  readonly isUnused: boolean
}

/** A filled dot is live, a ring is on its way or slow, a struck one is down: readable without colour. */
export function ConnectionDot({ state, isUnused }: ConnectionDotProps) {
  return (
    <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden className={cx('shrink-0', colours[state])}>
      {isUnused ? ring : shapes[state]}
    </svg>
  )
}

const colours: Readonly<Record<ConnectionState, string>> = {
  live: 'text-add',
  connecting: 'text-info',
  starting: 'text-info',
  polling: 'text-warn',
  offline: 'text-danger',
  stopped: 'text-text-3',
  unauthorized: 'text-warn',
}

const dot = <circle cx="6" cy="6" r="3.5" fill="currentColor" />
const ring = <circle cx="6" cy="6" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
const onTheWay = (
  <g className="breathe">
    <circle
      cx="6"
      cy="6"
      r="3.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="3.5 2"
    />
  </g>
)
const struck = (
  <g stroke="currentColor" strokeWidth="1.75" strokeLinecap="round">
    <path d="M3 3l6 6M9 3l-6 6" />
  </g>
)
const half = (
  <g>
    {ring}
    <path d="M6 2.5a3.5 3.5 0 0 0 0 7z" fill="currentColor" />
  </g>
)
const square = <rect x="3" y="3" width="6" height="6" rx="1" fill="currentColor" />
const asking = (
  <g fill="none" stroke="currentColor" strokeWidth="1.5">
    <path d="M6 2.2 10 9.4H2z" strokeLinejoin="round" />
  </g>
)

const shapes = {
  live: dot,
  connecting: onTheWay,
  starting: onTheWay,
  polling: half,
  offline: struck,
  stopped: square,
  unauthorized: asking,
} as const
