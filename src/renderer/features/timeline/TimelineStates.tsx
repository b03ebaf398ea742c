import type { SessionRef } from '#contract/ids'
import type { AskHere, SessionView } from '../../store/state.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { InlineAsk } from '../asks/InlineAsk.tsx'
import { FetchAgain } from './FetchAgain.tsx'
import type { Older } from './older.ts'
import { strings } from './strings.ts'

interface Props extends SessionRef {
  readonly view: SessionView | undefined
}

function Failed({ server, session, message }: SessionRef & { readonly message: string }) {
  return (
    <ErrorNote
      what={`${strings.failedLoad}: ${message}`}
      safe={strings.failedLoadSafe}
      action={<FetchAgain server={server} session={session} />}
    />
  )
}

const Skeleton = () => (
  <div role="status" aria-label={strings.loading} className="skeleton flex flex-1 flex-col gap-3 pt-2">
    <div className="mb-4 h-10! w-full" />
    <div className="w-11/12" />
    <div className="w-10/12" />
    <div className="w-7/12" />
  </div>
)

/** A timeline without a turn: not known yet, failed, or really empty. */
export function Bare({ server, session, view, asks }: Props & { readonly asks: readonly AskHere[] }) {
  if (view?.error) return <Failed server={server} session={session} message={view.error} />
  if (asks.length > 0) {
    return asks.map((ask) => <InlineAsk key={ask.id} ask={ask} within={session} />)
  }
  if (view?.from !== 'server') return <Skeleton />
  return (
    <div className="flex flex-1 items-center justify-center">
      <Empty title={strings.emptyTitle} text={strings.emptyText} />
    </div>
  )
}

/** Below what was last seen: why it may be old. */
export function Stale({ server, session, view }: Props) {
  if (view?.error) return <Failed server={server} session={session} message={view.error} />
  return view?.from === 'cache' ? <p className="text-12 text-text-2">{strings.stale}</p> : null
}

/** As tall as the turns it stands for, which are out of view. */
export const Blank = ({ height }: { readonly height: number }) => (
  <div data-blank aria-hidden className="shrink-0" style={{ height }} />
)

/** Above the first turn while there is more before it; its height never changes. */
export function OlderMark({ older }: { readonly older: Older }) {
  if (older.state === 'none') return null
  return (
    <div className="flex h-8 items-center justify-center gap-2 text-12 text-text-3">
      {older.state === 'failed' && strings.olderFailed}
      {older.state === 'loading' ? (
        <span role="status">{strings.loadingOlder}</span>
      ) : (
        <Button variant="quiet" size="small" onClick={older.load}>
          {strings.loadOlder}
        </Button>
      )}
    </div>
  )
}
