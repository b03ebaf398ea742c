import { sessionKey, type SessionRef } from '#contract/ids'
import { showPanel } from '../../store/actions.ts'
import { isHeard } from '../../store/selectors.ts'
import { useStore } from '../../store/store.ts'
import { cx } from '../../ui/cx.ts'
import { Spinner } from '../../ui/Spinner.tsx'
import { Elapsed } from './Elapsed.tsx'
import { useNow } from './now.ts'
import { strings } from './strings.ts'
import { currentStep, type TurnState } from './timeline.logic.ts'

const SECOND = 1_000

function Countdown({ attempt, next }: { readonly attempt: number; readonly next: number }) {
  const seconds = Math.ceil((next - useNow()) / SECOND)
  return seconds > 0 ? strings.retrying(attempt, seconds) : strings.retryingNow(attempt)
}

function Step({ server, session }: SessionRef) {
  const todos = useStore((state) => state.todos[sessionKey({ server, session })])
  const step = currentStep(todos ?? [])
  if (!step) return null
  return (
    <button
      type="button"
      title={strings.showPlan}
      onClick={() => showPanel('plan')}
      className="min-w-0 truncate rounded text-text-1 hover:underline"
    >
      {strings.step(step.done, step.all, step.content)}
    </button>
  )
}

interface Props extends SessionRef {
  readonly state: TurnState
  readonly span: { readonly since: number; readonly end: number | null } | null
}

/** What the turn is doing, for how long, at which step. It stays in view while the turn is at work. */
export function TurnHead({ server, session, state, span }: Props) {
  const heard = useStore((all) => {
    const record = all.sessions[sessionKey({ server, session })]
    return record === undefined || isHeard(all, record)
  })
  const active = state.type === 'working' || state.type === 'waiting' || state.type === 'retry'
  if (!active) return null
  return (
    <div
      data-turn-state={state.type}
      className={cx('sticky top-0 z-10 -mx-1 mt-1 flex h-8 items-center gap-2 bg-surface-0 px-2 text-13')}
    >
      {state.type === 'working' && heard ? (
        <Spinner label={null} />
      ) : (
        <span className="inline-flex size-4 shrink-0 items-center justify-center">
          <span className={cx('size-2 rounded-full', state.type === 'working' ? 'bg-text-3' : 'bg-warn')} />
        </span>
      )}
      <span className={cx('shrink-0', state.type === 'working' ? 'text-text-2' : 'text-warn')}>
        {state.type === 'working' && (heard ? strings.working : strings.lastHeard)}
        {state.type === 'waiting' && strings.waiting}
        {state.type === 'retry' && <Countdown attempt={state.attempt} next={state.next} />}
      </span>
      {span && heard && state.type !== 'retry' && <Elapsed since={span.since} end={null} />}
      <Step server={server} session={session} />
    </div>
  )
}
