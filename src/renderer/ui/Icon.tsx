import type { LucideIcon } from 'lucide-react'

/** A lucide icon at the sizes of the grid, hidden from assistive technology: its neighbour says it. */
export function Icon({
  icon: Shape,
  size = 16,
  className,
}: {
  readonly icon: LucideIcon
  readonly size?: 12 | 14 | 16 | 20 | 24
  readonly className?: string
}) {
  return <Shape size={size} strokeWidth={1.5} absoluteStrokeWidth aria-hidden className={className} />
}
