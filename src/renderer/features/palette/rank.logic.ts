// Which of the palette's items a search finds, best first. How well a text fits is the scorer's matter.

export interface Rankable {
  readonly id: string
  readonly label: string
  readonly hint: string | null
}

/** 0 (not at all) to 1 (exactly). */
export type Scorer = (text: string, search: string) => number

/** As many as anyone reads before typing another letter. */
export const MAX_FOUND = 40
/** Far below the best match a text merely holds the same letters somewhere. */
const WORTH_SHOWING = 0.3
/** A match in the hint (the project's name) counts, but less than one in the label. */
const HINT_WEIGHT = 0.8
/** Between equals, what was chosen lately comes first. */
const RECENT_BONUS = 0.05

export const rank = <Item extends Rankable>(
  items: readonly Item[],
  search: string,
  recent: readonly string[],
  score: Scorer,
): readonly Item[] => {
  const scored = items
    .map((item) => {
      const fit = Math.max(
        score(item.label, search),
        HINT_WEIGHT * score(`${item.label} ${item.hint ?? ''}`, search),
      )
      return { item, fit: fit > 0 && recent.includes(item.id) ? fit + RECENT_BONUS : fit }
    })
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
  const best = scored[0]?.fit ?? 0
  return scored
    .filter(({ fit }) => fit >= best * WORTH_SHOWING)
    .slice(0, MAX_FOUND)
    .map(({ item }) => item)
}
