import { Menu as Base } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { strings } from '../strings/en.ts'
import { cx } from './cx.ts'
import { Icon } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'

/** A menu is drawn beside the page: a landmark of its own, there for as long as it is open. */
export const MENU_LANDMARK = { role: 'region', 'aria-label': strings.menu } as const

const row =
  'flex h-7 items-center gap-2 rounded-sm px-2 text-13 outline-none select-none data-[highlighted]:bg-surface-3 data-[disabled]:opacity-50'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly align?: 'start' | 'end'
  readonly side?: 'top' | 'bottom' | 'right'
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  /** Where the focus goes when it closes; its trigger by default. */
  readonly finalFocus?: RefObject<HTMLElement | null>
  readonly children: ReactNode
}

export function Menu(props: MenuProps) {
  const { trigger, align = 'start', side = 'bottom', open, onOpenChange, finalFocus, children } = props
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      <Base.Trigger render={trigger} />
      <Base.Portal {...MENU_LANDMARK}>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-none">
          <Base.Popup
            finalFocus={finalFocus}
            className="pop max-h-(--available-height) min-w-44 overflow-y-auto rounded bg-surface-1 p-1 shadow-float outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export interface MenuItemProps {
  readonly onSelect: () => void
  readonly icon?: LucideIcon
  readonly shortcut?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly children: ReactNode
}

export function MenuItem({ onSelect, icon, shortcut, danger, disabled, children }: MenuItemProps) {
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={cx(row, danger === true && 'text-danger')}>
      {icon !== undefined && <Icon icon={icon} className={danger === true ? '' : 'text-text-3'} />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </Base.Item>
  )
}

/** A choice out of several: the current one carries a mark. */
export function MenuChoice({
  selected,
  onSelect,
  children,
}: {
  readonly selected: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}) {
  return (
    <Base.CheckboxItem checked={selected} onCheckedChange={onSelect} closeOnClick className={row}>
      <span className="flex size-4 items-center justify-center">
        {selected && <Icon icon={Check} size={14} />}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Base.CheckboxItem>
  )
}

export const MenuSeparator = () => <Base.Separator className="mx-1 my-1 h-px bg-line" />
