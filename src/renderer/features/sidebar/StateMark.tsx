import { CircleAlert, RotateCw } from 'lucide-react'
import { Icon } from '../../ui/Icon.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import type { SessionState } from '../../store/selectors.ts'
import { strings } from './strings.ts'

export interface StateMarkProps {
  readonly state: SessionState
  /** How many asks wait. */
  readonly waiting: number
  readonly retrying: boolean
  /** False: the state is only what was last heard, so nothing moves. */
  readonly heard: boolean
}

/** Each state has a shape of its own; the words are read out. */
export function StateMark({ state, waiting, retrying, heard }: StateMarkProps) {
  return (
    <span className="flex size-4 shrink-0 items-center justify-center">
      <Shape state={state} retrying={retrying} heard={heard} />
      {state !== 'idle' && <VisuallyHidden>{`${words(state, waiting, retrying)}: `}</VisuallyHidden>}
    </span>
  )
}

const words = (state: SessionState, waiting: number, retrying: boolean): string => {
  if (state === 'needs-you') return strings.needs(waiting)
  return state === 'running' && retrying ? strings.retrying : strings.state[state]
}

function Shape({ state, retrying, heard }: Omit<StateMarkProps, 'waiting'>) {
  switch (state) {
    case 'running':
      return retrying ? <Icon icon={RotateCw} size={12} className="text-warn" /> : <Turning heard={heard} />
    case 'unread':
      return <span aria-hidden className="size-2 rounded-full bg-accent" />
    case 'error':
      return <Icon icon={CircleAlert} size={14} className="text-danger" />
    // The count of what waits is a button of its own, over this place.
    case 'needs-you':
    case 'idle':
      return null
  }
}

/** An open ring, turning slowly; without motion it is still a ring and not a dot. */
const Turning = ({ heard }: Pick<StateMarkProps, 'heard'>) => (
  <svg
    viewBox="0 0 16 16"
    width={14}
    height={14}
    aria-hidden
    className={heard ? 'wheel text-accent' : 'text-text-3'}
  >
    <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.75" opacity="0.25" />
    <path
      d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
    />
  </svg>
)
