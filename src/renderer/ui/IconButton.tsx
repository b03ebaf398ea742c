import type { LucideIcon } from 'lucide-react'
import type { ButtonProps } from './Button.tsx'
import { cx } from './cx.ts'
import { Icon } from './Icon.tsx'
import { Tooltip } from './Tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'variant' | 'size'> {
  readonly icon: LucideIcon
  /** Its name, for the tooltip and for assistive technology. */
  readonly label: string
  readonly shortcut?: string
  readonly size?: 'small' | 'normal'
  /** Looks pressed; also told as aria-pressed when given. */
  readonly pressed?: boolean
}

export function IconButton({
  icon,
  label,
  shortcut,
  size = 'normal',
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded transition-colors hover:bg-surface-2 hover:text-text-1 active:bg-surface-3 disabled:opacity-50 disabled:pointer-events-none data-[popup-open]:bg-surface-2 data-[popup-open]:text-text-1',
          pressed === true ? 'bg-surface-2 text-text-1' : 'text-text-2',
          size === 'small' ? 'size-6' : 'size-7',
          className,
        )}
      >
        <Icon icon={icon} size={size === 'small' ? 14 : 16} />
      </button>
    </Tooltip>
  )
}
