import { Popover as Base } from '@base-ui/react/popover'
import { useEffect, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { openSession } from '../../store/actions.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { AskCard } from '../asks/AskCard.tsx'
import { asksUnder } from '../asks/waiting.ts'
import { refOf, titleOf } from './session-actions.ts'
import { openAsks, sidebarUi, useSidebarUi } from './sidebar-ui.ts'
import { strings } from './strings.ts'

const none: readonly never[] = []

/** What a session and its subagents ask, answerable from the sidebar. One for all rows. */
export function AsksPopover() {
  const place = useSidebarUi((ui) => ui.asks)
  const session = useStore((state) => (place === null ? undefined : state.sessions[place.key]))
  const asks = useStore(
    useShallow((state) => (session === undefined ? none : asksUnder(state, refOf(session)))),
  )
  const content = useRef<HTMLDivElement>(null)
  const isEmpty = asks.length === 0
  // The last one answered, here or anywhere: an ask that comes later opens nothing by itself.
  useEffect(() => {
    if (isEmpty) close()
  }, [isEmpty])
  if (place === null || session === undefined || isEmpty) return null
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) close()
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={place.anchor} side="right" align="start" sideOffset={8} className="z-50">
          <Base.Popup
            initialFocus={() => content.current?.querySelector<HTMLElement>('[data-testid="ask"]') ?? true}
            finalFocus={() => (place.opener?.isConnected === true ? place.opener : true)}
            className="pop max-h-(--available-height) w-130 max-w-(--available-width) overflow-y-auto rounded-lg bg-surface-1 p-3 shadow-float outline-none"
          >
            <div className="mb-2 flex items-center gap-2">
              <Base.Title render={<h3 />} className="min-w-0 flex-1 truncate text-13">
                {titleOf(session)}
              </Base.Title>
              <Button
                variant="quiet"
                size="small"
                onClick={() => {
                  close()
                  openSession(refOf(session))
                }}
              >
                {strings.openSession}
              </Button>
            </div>
            <div ref={content} data-ask-scope className="flex flex-col gap-2">
              {asks.map((ask) => (
                <AskCard key={ask.id} ask={ask} within={session.id} />
              ))}
            </div>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function close(): void {
  const { asks } = sidebarUi.getState()
  if (asks === null) return
  openAsks(null)
  // After the popover is gone: it gives the focus back itself only while something in it holds it.
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) asks.opener?.focus()
  })
}
