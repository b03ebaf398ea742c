import type { LucideIcon } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Spinner } from '../../ui/Spinner.tsx'

export interface ActionCardProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly primary?: boolean
  /** At work: its text says what it does just now. */
  readonly busy?: boolean
  readonly onClick: () => void
}

export function ActionCard({ icon, title, text, primary, busy, onClick }: ActionCardProps) {
  return (
    <button
      type="button"
      aria-disabled={busy}
      onClick={() => {
        if (busy !== true) onClick()
      }}
      className={cx(
        'flex items-start gap-3 rounded border px-4 py-3 text-left transition-colors',
        primary === true
          ? 'border-accent/50 bg-accent/5 hover:bg-accent/10'
          : 'border-line bg-surface-0 hover:bg-surface-2',
      )}
    >
      {busy === true ? (
        <Spinner label={null} className="mt-0.5" />
      ) : (
        <Icon
          icon={icon}
          className={cx('mt-0.5 shrink-0', primary === true ? 'text-accent' : 'text-text-3')}
        />
      )}
      <span className="min-w-0">
        <span className="block text-13 font-semibold text-text-1">{title}</span>
        <span aria-live={busy === true ? 'polite' : undefined} className="block text-13 text-text-2">
          {text}
        </span>
      </span>
    </button>
  )
}
