import type { Millis } from '#contract/model'

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })

/** A time of day, seen when its turn is hovered or holds the focus; the date in its tooltip. */
export function Time({ at }: { readonly at: Millis }) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={full.format(at)}
      className="shrink-0 text-12 text-text-3 tabular-nums select-none opacity-0 transition-opacity group-hover/turn:opacity-100 group-focus-within/turn:opacity-100"
    >
      {clock.format(at)}
    </time>
  )
}
