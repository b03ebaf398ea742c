import { strings } from '../strings/en.ts'
import { cx } from './cx.ts'
import { VisuallyHidden } from './VisuallyHidden.tsx'

/** Something is at work: one breathing dot. `label` null when a neighbour already says so. */
export function Spinner({
  label = strings.working,
  className,
}: {
  readonly label?: string | null
  readonly className?: string
}) {
  return (
    <span className={cx('inline-flex size-4 shrink-0 items-center justify-center', className)}>
      <span className="breathe size-2 rounded-full bg-accent" />
      {label !== null && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  )
}
