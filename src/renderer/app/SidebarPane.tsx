import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { Sidebar } from '../features/sidebar/Sidebar.tsx'
import { rpc } from '../rpc/rpc.ts'
import { closeDrawer, setSidebarWidth } from '../store/actions.ts'
import { useStore } from '../store/store.ts'
import { strings } from '../strings/en.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'

const MIN_WIDTH = 200
const MAX_WIDTH = 420
const KEY_STEP = 16

const clamp = (width: number) => Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(width)))

/** A drawer takes the focus when it opens; whoever held it last has it back when the sidebar goes. */
function keepFocus(nav: HTMLElement | null, take: boolean) {
  if (nav === null) return
  const before = document.activeElement
  if (take) nav.querySelector<HTMLElement>('input, button')?.focus()
  return () => {
    if (!nav.contains(document.activeElement) && document.activeElement !== document.body) return
    const back = before instanceof HTMLElement && before.isConnected && !nav.contains(before) ? before : null
    const target = back ?? document.querySelector<HTMLElement>('[data-pane="composer"] textarea')
    target?.focus()
  }
}

const columnRef = (nav: HTMLElement | null) => keepFocus(nav, false)
const drawerRef = (nav: HTMLElement | null) => keepFocus(nav, true)

/** The sidebar as a column that can be resized, or as a drawer over a narrow window. */
export function SidebarPane() {
  const drawer = useStore(({ ui }) => ui.breadth === 'narrow')
  const shown = useStore(({ ui }) => (ui.breadth === 'narrow' ? ui.drawerOpen : ui.sidebarOpen))
  const width = useStore(({ ui }) => clamp(ui.settings.sidebarWidth))
  if (!shown) return null
  const content = (
    <ErrorBoundary part="sidebar">
      <Sidebar />
    </ErrorBoundary>
  )
  if (drawer)
    return (
      <>
        <div
          aria-hidden
          onClick={closeDrawer}
          className="absolute inset-0 z-20 bg-[oklch(0.15_0.01_250/0.4)]"
        />
        <nav
          ref={drawerRef}
          aria-label={strings.sidebar}
          data-pane="sidebar"
          className="absolute inset-y-0 left-0 z-20 w-72 max-w-[85%] overflow-hidden bg-surface-1 shadow-float"
        >
          {content}
        </nav>
      </>
    )
  return (
    <nav
      ref={columnRef}
      aria-label={strings.sidebar}
      data-pane="sidebar"
      style={{ width }}
      className="relative shrink-0"
    >
      <div className="h-full overflow-hidden">{content}</div>
      <Resizer width={width} />
    </nav>
  )
}

function Resizer({ width }: { readonly width: number }) {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const keep = (next: number) => void rpc.writeSettings({ patch: { sidebarWidth: clamp(next) } })
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width }
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const from = start.current
    if (from !== null) setSidebarWidth(clamp(from.width + event.clientX - from.x))
  }
  const end = () => {
    if (start.current === null) return
    start.current = null
    keep(width)
  }
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0
    if (step === 0) return
    setSidebarWidth(clamp(width + step))
    keep(width + step)
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={strings.resizeSidebar}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={key}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none rounded transition-colors hover:bg-accent/30"
    />
  )
}
