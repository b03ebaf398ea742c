// Which addresses may leave the app.

const EXTERNAL_PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:']

/** A terminal or a chat can hold anything; no browser takes longer addresses either. */
const MAX_LENGTH = 8192

/** The address as the system's browser gets it, or null: anything else may start programs. */
export function externalUrl(text: string): string | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null
  const url = new URL(text)
  return EXTERNAL_PROTOCOLS.includes(url.protocol) ? url.href : null
}
