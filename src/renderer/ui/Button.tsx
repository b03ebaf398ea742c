import type { ButtonHTMLAttributes, Ref } from 'react'
import { cx } from './cx.ts'

export type ButtonVariant = 'primary' | 'plain' | 'quiet' | 'danger'

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent/90 active:bg-accent/80 font-semibold',
  plain: 'border border-line bg-surface-0 text-text-1 hover:bg-surface-2 active:bg-surface-3',
  quiet: 'text-text-2 hover:bg-surface-2 hover:text-text-1 active:bg-surface-3',
  danger: 'border border-danger/50 text-danger hover:bg-danger/10 active:bg-danger/15',
}

const sizes = { small: 'h-6 px-2 text-12', normal: 'h-7 px-3 text-13', large: 'h-9 px-4 text-13' } as const

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant
  readonly size?: keyof typeof sizes
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({ variant = 'plain', size = 'normal', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-2 rounded whitespace-nowrap select-none transition-colors disabled:opacity-50 disabled:pointer-events-none',
        sizes[size],
        variants[variant],
        className,
      )}
    />
  )
}
