import type { RefObject } from 'react'
import type { RefKey } from '#contract/ids'
import { openAsks, useSidebarUi } from './sidebar-ui.ts'
import { strings } from './strings.ts'

export interface WaitingButtonProps {
  readonly sessionKey: RefKey
  /** How many asks wait. */
  readonly waiting: number
  /** Where the row's mark begins. */
  readonly left: number
  readonly tabIndex: 0 | -1
  readonly row: RefObject<HTMLElement | null>
}

/** The count of what waits, in the place of the row's mark: it opens the asks themselves. */
export function WaitingButton({ sessionKey, waiting, left, tabIndex, row }: WaitingButtonProps) {
  const isOpen = useSidebarUi((ui) => ui.asks?.key === sessionKey)
  return (
    <button
      type="button"
      data-waiting={waiting}
      tabIndex={tabIndex}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-label={strings.answerHere(waiting)}
      title={strings.answerHere(waiting)}
      onClick={(event) =>
        openAsks(
          isOpen
            ? null
            : {
                key: sessionKey,
                anchor: event.currentTarget.closest<HTMLElement>('[data-session-id]') ?? event.currentTarget,
                opener: row.current,
              },
        )
      }
      className="group/waiting absolute flex size-6 items-center justify-center rounded-full"
      style={{ left: left - OVERHANG_PX }}
    >
      <span className="flex h-4 min-w-4 items-center justify-center rounded-full bg-warn px-1 text-11 font-semibold text-surface-0 tabular-nums transition-opacity group-hover/waiting:opacity-85">
        {waiting}
      </span>
    </button>
  )
}

/** A target of 24 px around a mark of 16 px. */
const OVERHANG_PX = 4
