import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { cx } from './cx.ts'

export interface PopoverProps {
  readonly trigger: ReactElement
  /** Read out as the popover's name. */
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  /** Where the focus goes when it closes; its trigger by default. */
  readonly finalFocus?: RefObject<HTMLElement | null>
  readonly className?: string
  readonly children: ReactNode
}

export function Popover(props: PopoverProps) {
  const { onOpenChange } = props
  return (
    <Base.Root open={props.open} onOpenChange={onOpenChange && ((open) => onOpenChange(open))}>
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner
          align={props.align ?? 'start'}
          side={props.side ?? 'bottom'}
          sideOffset={6}
          className="z-50"
        >
          <Base.Popup
            aria-label={props.label}
            finalFocus={props.finalFocus}
            className={cx(
              'pop max-h-(--available-height) max-w-(--available-width) overflow-y-auto rounded bg-surface-1 shadow-float outline-none',
              props.className ?? 'p-3',
            )}
          >
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
