import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { strings } from '../strings/en.ts'
import { cx } from './cx.ts'
import { IconButton } from './IconButton.tsx'
import { VisuallyHidden } from './VisuallyHidden.tsx'

const widths = { small: 'max-w-100', normal: 'max-w-140', large: 'max-w-190' } as const

export interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly description?: ReactNode
  readonly size?: keyof typeof widths
  /** Bare: no head and no padding; the title is only read out (palette). */
  readonly bare?: boolean
  /** Buttons, right-aligned under a line. */
  readonly footer?: ReactNode
  readonly initialFocus?: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

export function Dialog(props: DialogProps) {
  return (
    <Base.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className="pop fixed inset-0 z-40 bg-[oklch(0.15_0.01_250/0.4)]" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-start justify-center px-4 pt-[12vh] pb-4">
          <Base.Popup
            initialFocus={props.initialFocus}
            className={cx(
              'pop relative flex max-h-[76vh] w-full flex-col overflow-hidden rounded-lg bg-surface-1 text-text-1 shadow-float outline-none',
              widths[props.size ?? 'normal'],
            )}
          >
            {props.bare === true ? (
              <VisuallyHidden>
                <Base.Title>{props.title}</Base.Title>
              </VisuallyHidden>
            ) : (
              <div className="pt-4 pr-14 pb-2 pl-5">
                <Base.Title className="text-15 font-semibold">{props.title}</Base.Title>
                {props.description !== undefined && (
                  <Base.Description className="text-13 text-text-2" render={<div />}>
                    {props.description}
                  </Base.Description>
                )}
              </div>
            )}
            <div className={cx('min-h-0 flex-1 overflow-y-auto', props.bare !== true && 'px-5 pt-2 pb-5')}>
              {props.children}
            </div>
            {props.footer !== undefined && (
              <div className="flex justify-end gap-2 border-t border-line px-5 py-3">{props.footer}</div>
            )}
            {/* Last, so that the focus begins at the content. */}
            {props.bare !== true && (
              <Base.Close
                render={<IconButton icon={X} label={strings.close} className="absolute top-3.5 right-4" />}
              />
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
