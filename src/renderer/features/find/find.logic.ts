// Finding a text in everything a session has loaded.

export interface Searchable {
  /** The turn to scroll to. */
  readonly turn: string
  readonly part: string
  readonly text: string
  /** Rows that must be open for it to be seen, by the keys of kept.ts. */
  readonly rows: readonly string[]
}

export interface Match {
  readonly turn: string
  readonly part: string
  /** Which occurrence within the part. */
  readonly nth: number
  readonly rows: readonly string[]
}

/** More matches than anyone steps through; counting stops there. */
export const MAX_MATCHES = 2_000

/** Every occurrence in order, without regard to case. */
export function findMatches(sources: readonly Searchable[], query: string): readonly Match[] {
  const wanted = query.toLowerCase()
  const matches: Match[] = []
  if (wanted === '') return matches
  for (const { turn, part, text, rows } of sources) {
    const haystack = text.toLowerCase()
    let nth = 0
    for (let at = haystack.indexOf(wanted); at !== -1; at = haystack.indexOf(wanted, at + wanted.length)) {
      matches.push({ turn, part, nth, rows })
      nth += 1
      if (matches.length === MAX_MATCHES) return matches
    }
  }
  return matches
}

export const step = (at: number, by: 1 | -1, all: number): number => (all === 0 ? 0 : (at + by + all) % all)
