import type { Millis } from '#contract/model'
import { formatDuration, formatElapsed } from './duration.ts'
import { useNow } from './now.ts'

function Running({ since }: { readonly since: Millis }) {
  return formatElapsed(useNow() - since)
}

/** How long something took, or has been running when it has no end yet. */
export function Elapsed({ since, end }: { readonly since: Millis; readonly end: Millis | null }) {
  return (
    <span className="shrink-0 text-12 text-text-3 tabular-nums">
      {end === null ? <Running since={since} /> : formatDuration(end - since)}
    </span>
  )
}
