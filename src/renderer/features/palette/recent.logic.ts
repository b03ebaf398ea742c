// What was chosen lately in the palette, newest first.

/** As many as fit on the screen above the rest of the list. */
export const MAX_RECENT = 6

export const withRecent = (recent: readonly string[], chosen: string): readonly string[] =>
  [chosen, ...recent.filter((id) => id !== chosen)].slice(0, MAX_RECENT)

/** The remembered ids that still exist, in the order remembered. */
export const recentOf = <T extends { readonly id: string }>(
  recent: readonly string[],
  items: readonly T[],
): readonly T[] =>
  recent.flatMap((id) => {
    const item = items.find((each) => each.id === id)
    return item === undefined ? [] : [item]
  })

export const parseRecent = (stored: string | null): readonly string[] => {
  if (stored === null) return []
  try {
    const value: unknown = JSON.parse(stored)
    return Array.isArray(value)
      ? value.filter((id): id is string => typeof id === 'string').slice(0, MAX_RECENT)
      : []
  } catch {
    return []
  }
}
