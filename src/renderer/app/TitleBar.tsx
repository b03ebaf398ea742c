import { PanelLeft, PanelRight } from 'lucide-react'
import { ConnectionState } from '../features/connection/ConnectionState.tsx'
import { toggleSidebar } from '../store/actions.ts'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { run } from './commands.ts'
import { desktop, isMac } from './desktop.ts'
import { keysOf } from './keymap.ts'
import { Mark } from './Mark.tsx'
import { projectHere, titleHere } from './place.ts'

/** The window's own title bar; it leaves room for the system's buttons where they lie over it. */
export function TitleBar() {
  const project = useStore((state) => projectHere(state)?.name)
  const title = useStore(titleHere)
  const sidebarShown = useStore(({ ui }) => (ui.breadth === 'narrow' ? ui.drawerOpen : ui.sidebarOpen))
  const panelShown = useStore(({ ui }) => ui.panel !== null)
  const trafficLights = isMac && desktop.host === 'desktop'
  return (
    <header
      aria-label={strings.titleBar}
      className={cx(
        'drag flex h-10 w-[env(titlebar-area-width,100%)] shrink-0 items-center gap-2 px-2',
        trafficLights && 'pl-20',
      )}
    >
      <IconButton
        icon={PanelLeft}
        label={sidebarShown ? strings.hideSidebar : strings.showSidebar}
        shortcut={keysOf('toggle-sidebar')}
        aria-expanded={sidebarShown}
        onClick={toggleSidebar}
        className="no-drag"
      />
      <Mark />
      <div className="flex min-w-0 flex-1 items-center gap-2 text-13">
        {project !== undefined && (
          <span className="max-w-[40%] shrink-0 truncate text-text-2">{project}</span>
        )}
        {project !== undefined && title !== null && (
          <span aria-hidden className="text-text-3">
            /
          </span>
        )}
        <h1 className="min-w-0 truncate font-semibold text-text-1">
          {title ?? (project ? '' : strings.appName)}
        </h1>
      </div>
      <div className="no-drag flex shrink-0 items-center gap-1">
        <ConnectionState />
        <IconButton
          icon={PanelRight}
          label={panelShown ? strings.hidePanel : strings.showPanel}
          shortcut={keysOf('toggle-panel')}
          aria-expanded={panelShown}
          onClick={() => run('toggle-panel')}
        />
      </div>
    </header>
  )
}
