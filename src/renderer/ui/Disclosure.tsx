import { ChevronRight } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon } from './Icon.tsx'

export interface DisclosureProps {
  readonly summary: ReactNode
  /** Controlled when given together with onToggle. */
  readonly open?: boolean
  readonly defaultOpen?: boolean
  readonly onToggle?: (open: boolean) => void
  readonly className?: string
  /** Mounted only while open. */
  readonly children: ReactNode
}

export function Disclosure({ summary, open, defaultOpen, onToggle, className, children }: DisclosureProps) {
  const [own, setOwn] = useState(defaultOpen ?? false)
  const id = useId()
  const shown = open ?? own
  const toggle = () => {
    setOwn(!shown)
    onToggle?.(!shown)
  }
  return (
    <div className={className}>
      <button
        type="button"
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        onClick={toggle}
        className="flex w-full min-w-0 items-center gap-1 rounded text-left text-text-2 hover:text-text-1"
      >
        <Icon
          icon={ChevronRight}
          size={14}
          className={cx('shrink-0 text-text-3 transition-transform', shown && 'rotate-90')}
        />
        {summary}
      </button>
      {shown && <div id={id}>{children}</div>}
    </div>
  )
}
