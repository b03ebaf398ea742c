import { cx } from '../ui/cx.ts'

const paddles = [0, 45, 90, 135, 180, 225, 270, 315] as const

/** The app's mark: a mill wheel of eight paddles over a line of water. `turning`: something is at work. */
export function Mark({ size = 16, turning = false }: { readonly size?: number; readonly turning?: boolean }) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      aria-hidden
      className="shrink-0 text-accent"
    >
      <g className={cx('origin-[16px_13px]', turning && 'wheel')}>
        <circle cx="16" cy="13" r="7" strokeWidth="2.4" />
        <circle cx="16" cy="13" r="2.6" fill="currentColor" stroke="none" />
        {paddles.map((angle) => (
          <path key={angle} d="M16 6L19.97 2.1" strokeWidth="2.8" transform={`rotate(${angle} 16 13)`} />
        ))}
      </g>
      <path d="M2 28.6q3.5-2.6 7 0t7 0 7 0 7 0" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  )
}
