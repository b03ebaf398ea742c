import { AskDock } from '../features/asks/AskDock.tsx'
import { Composer } from '../features/composer/Composer.tsx'
import { FirstRun } from '../features/first-run/FirstRun.tsx'
import { Suggestions } from '../features/suggestions/Suggestions.tsx'
import { Timeline } from '../features/timeline/Timeline.tsx'
import { refKey, type ServerID, type SessionID } from '#contract/ids'
import { navigate } from '../store/actions.ts'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Mark } from './Mark.tsx'
import { PickSession } from './PickSession.tsx'

/** What the route shows between sidebar and side panel. */
export function Main() {
  const route = useStore((state) => state.ui.route)
  const ready = useStore((state) => state.ready)
  switch (route.type) {
    case 'home':
      return ready ? <FirstRun /> : <Waiting />
    case 'pick':
      return ready ? <PickSession session={route.session} servers={route.servers} /> : <Waiting />
    case 'new':
      return <NewSession server={route.server} directory={route.directory} />
    case 'session':
      return <SessionPane server={route.server} session={route.session} />
  }
}

/** Before the first snapshot: the mark, nothing that moves or spins. */
const Waiting = () => (
  <div
    role="status"
    aria-label={strings.loading}
    className="flex h-full items-center justify-center opacity-40"
  >
    <Mark size={48} />
  </div>
)

interface SessionPaneProps {
  readonly server: ServerID
  readonly session: SessionID
}

function SessionPane({ server, session }: SessionPaneProps) {
  const directory = useStore((state) => state.sessions[refKey(server, session)]?.directory)
  const ready = useStore((state) => state.ready)
  if (directory === undefined) {
    if (!ready) return <Waiting />
    return (
      <Empty
        title={strings.sessionGone}
        text={strings.sessionGoneText}
        action={<Button onClick={() => navigate({ type: 'home' })}>{strings.goHome}</Button>}
      />
    )
  }
  const key = refKey(server, session)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <h2 className="sr-only">{strings.main}</h2>
      <div data-pane="timeline" className="relative min-h-0 flex-1">
        <ErrorBoundary key={key} part="timeline">
          <Timeline key={key} server={server} session={session} />
        </ErrorBoundary>
      </div>
      <div data-pane="composer" className="column shrink-0 pb-4">
        <ErrorBoundary key={key} part="composer">
          <AskDock key={`asks ${key}`} server={server} session={session} />
          <Composer key={key} server={server} directory={directory} session={session} />
        </ErrorBoundary>
      </div>
    </div>
  )
}

interface NewSessionProps {
  readonly server: ServerID
  readonly directory: string
}

function NewSession({ server, directory }: NewSessionProps) {
  const name = useStore((state) => state.projects[refKey(server, directory)]?.name) ?? directory
  const key = refKey(server, directory)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        data-pane="timeline"
        className="flex min-h-0 flex-1 flex-col items-center justify-center gap-4 p-6"
      >
        <Mark size={40} />
        <div className="text-center">
          <h2 className="text-18">{name}</h2>
          <p className="max-w-[60ch] truncate text-12 text-text-3">{directory}</p>
        </div>
        <Suggestions server={server} directory={directory} />
      </div>
      <div data-pane="composer" className="column shrink-0 pb-4">
        <ErrorBoundary key={key} part="composer">
          <Composer key={key} server={server} directory={directory} session={null} />
        </ErrorBoundary>
      </div>
    </div>
  )
}
