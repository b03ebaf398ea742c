// How a time span reads: short, one or two units, never jumping width more than it must.

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A finished span: `340 ms`, `2.4 s`, `38 s`, `4 m 05 s`, `2 h 07 m`. Negative spans read as `0 ms`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, Math.round(ms))
  if (span < SECOND) return `${span} ms`
  if (span < 9_950) return `${(span / SECOND).toFixed(1)} s`
  return formatElapsed(span)
}

/** A span still running, in whole seconds: `0 s`, `38 s`, `4 m 05 s`, `2 h 07 m`. */
export function formatElapsed(ms: number): string {
  const span = Math.max(0, ms)
  const seconds = Math.floor(span / SECOND)
  if (span < MINUTE) return `${seconds} s`
  if (span < HOUR) return `${Math.floor(span / MINUTE)} m ${pad(seconds % 60)} s`
  return `${Math.floor(span / HOUR)} h ${pad(Math.floor(span / MINUTE) % 60)} m`
}

const pad = (value: number): string => String(value).padStart(2, '0')
