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
      strokeLinecap="round"
      aria-hidden
      className="shrink-0 text-accent"
    >
      <g className={cx('origin-[16px_13.5px]', turning && 'wheel')}>
        <circle cx="16" cy="13.5" r="6" strokeWidth="2.5" />
        {paddles.map((angle) => (
          <path key={angle} d="M16 7.5V2.5" strokeWidth="3" transform={`rotate(${angle} 16 13.5)`} />
        ))}
      </g>
      <path d="M2.5 28.5q3.4-2.6 6.75 0t6.75 0 6.75 0 6.75 0" strokeWidth="2.5" />
    </svg>
  )
}
