import { lazy, Suspense } from 'react'
import { AwayCard } from '../features/away/AwayCard.tsx'
import { Notices } from '../features/notices/Notices.tsx'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { cx } from '../ui/cx.ts'
import { UiProvider } from '../ui/UiProvider.tsx'
import { Banner } from './Banner.tsx'
import { Dialogs } from './Dialogs.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Main } from './Main.tsx'
import { SidebarPane } from './SidebarPane.tsx'
import { TitleBar } from './TitleBar.tsx'

const SidePanel = lazy(async () => ({
  default: (await import('../features/panel/SidePanel.tsx')).SidePanel,
}))

/** The shell: title bar, sidebar, the session, side panel. The session lies on a sheet above the frame. */
export function App() {
  const stale = useStore((state) => state.link !== 'connected')
  return (
    <UiProvider>
      <div className="flex h-full flex-col bg-surface-1">
        <TitleBar />
        <Banner />
        <div
          className={cx('relative flex min-h-0 flex-1 transition-opacity', stale && 'opacity-75 delay-1000')}
        >
          <SidebarPane />
          <Sheet />
        </div>
      </div>
      <Dialogs />
      <ErrorBoundary part="notices">
        <AwayCard />
        <Notices />
      </ErrorBoundary>
    </UiProvider>
  )
}

function Sheet() {
  const panel = useStore((state) => state.ui.panel)
  const breadth = useStore((state) => state.ui.breadth)
  const sidebar = useStore(({ ui }) => ui.breadth !== 'narrow' && ui.sidebarOpen)
  return (
    <div
      className={cx(
        'relative flex min-w-0 flex-1 overflow-hidden border-t border-line bg-surface-0',
        sidebar && 'rounded-tl-lg border-l',
      )}
    >
      <main aria-label={strings.main} className="min-w-0 flex-1">
        <ErrorBoundary part="main">
          <Main />
        </ErrorBoundary>
      </main>
      {panel !== null && (
        <aside
          aria-label={strings.panel}
          data-pane="panel"
          className={cx(
            'w-105 max-w-full shrink-0 overflow-hidden border-l border-line bg-surface-0',
            breadth !== 'wide' && 'absolute inset-y-0 right-0 z-10 shadow-float',
          )}
        >
          <ErrorBoundary part="panel">
            <Suspense fallback={null}>
              <SidePanel />
            </Suspense>
          </ErrorBoundary>
        </aside>
      )}
    </div>
  )
}
