const OPENABLE = new Set(['http:', 'https:', 'mailto:'])

/** The address if the system may open it, else null: relative paths and other schemes are only text. */
export function openable(href: string | undefined): string | null {
  if (href === undefined) return null
  try {
    const url = new URL(href)
    return OPENABLE.has(url.protocol) ? url.href : null
  } catch {
    return null
  }
}
