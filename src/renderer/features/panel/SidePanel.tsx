import { X } from 'lucide-react'
import { useRef, type KeyboardEvent } from 'react'
import { sessionKey } from '#contract/ids'
import { showPanel } from '../../store/actions.ts'
import type { PanelName } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/Empty.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { ConnectionPanel } from '../connection/ConnectionPanel.tsx'
import { ChangesPanel } from './ChangesPanel.tsx'
import { PlanPanel } from './PlanPanel.tsx'
import { strings } from './strings.ts'

const tabs: readonly PanelName[] = ['changes', 'plan', 'connection']

export function SidePanel() {
  const panel = useStore((state) => state.ui.panel)
  const list = useRef<HTMLDivElement>(null)
  if (panel === null) return null

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(tabs.indexOf(panel) + step + tabs.length) % tabs.length]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    showPanel(next)
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }

  return (
    <div className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line px-2">
        <div
          ref={list}
          role="tablist"
          aria-label={strings.tabList}
          className="flex min-w-0 flex-1 gap-1"
          onKeyDown={onKeyDown}
        >
          {tabs.map((tab) => (
            <button
              key={tab}
              id={`tab-${tab}`}
              type="button"
              role="tab"
              aria-selected={tab === panel}
              aria-controls={tab === panel ? 'panel-content' : undefined}
              tabIndex={tab === panel ? 0 : -1}
              onClick={() => showPanel(tab)}
              className={cx(
                'h-7 rounded px-2 text-13 select-none',
                tab === panel
                  ? 'bg-surface-2 font-semibold text-text-1'
                  : 'text-text-2 hover:bg-surface-2 hover:text-text-1',
              )}
            >
              {strings.tabs[tab]}
            </button>
          ))}
        </div>
        <IconButton icon={X} label={strings.close} onClick={() => showPanel(null)} />
      </div>
      <div
        id="panel-content"
        role="tabpanel"
        aria-labelledby={`tab-${panel}`}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
      >
        <h2 className="sr-only">{strings.tabs[panel]}</h2>
        <Content panel={panel} />
      </div>
    </div>
  )
}

function Content({ panel }: { readonly panel: PanelName }) {
  const route = useStore((state) => state.ui.route)
  if (panel === 'connection') return <ConnectionPanel />
  if (route.type !== 'session')
    return <Empty title={panel === 'plan' ? strings.noSessionPlan : strings.noSession} />
  const ref = { server: route.server, session: route.session }
  const key = sessionKey(ref)
  return panel === 'plan' ? (
    <PlanPanel key={key} sessionKey={key} />
  ) : (
    <ChangesPanel key={key} session={ref} />
  )
}
