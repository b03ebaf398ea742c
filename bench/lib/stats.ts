/** What a row of numbers comes to. */

export interface Summary {
  readonly runs: number
  readonly median: number
  readonly p95: number
  readonly min: number
  readonly max: number
  /** The middle half's width: how far runs differ when nothing special happens. */
  readonly spread: number
}

/** `values` need not be sorted; none gives NaN throughout. */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b)
  return {
    runs: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
    spread: quantile(sorted, 0.75) - quantile(sorted, 0.25),
  }
}

/** Between two neighbours it takes its share of both. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}
