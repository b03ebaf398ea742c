/** Far more than a newer server has; a peer that makes names up must cost neither memory nor a report. */
const MAX_TYPES = 200
/** No event's name is longer. */
const MAX_TYPE_CHARS = 100
const OTHERS = 'others'

/** Types that nobody here knows, by how often they came. */
export function countUnknown(counts: Record<string, number>, type: string): void {
  const known = type.slice(0, MAX_TYPE_CHARS)
  const isCounted = Object.hasOwn(counts, known)
  const name = isCounted || Object.keys(counts).length < MAX_TYPES ? known : OTHERS
  counts[name] = (Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0) + 1
}
