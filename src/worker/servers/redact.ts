// A server's password can come back: an agent's shell holds it in its environment and `env` prints it.
// It is taken out of every byte that the server sends before anything else reads them.

/** Shorter ones are a person's own choice and may be words: taking those out would falsify text. */
const MIN_SECRET_CHARS = 16
const INSTEAD = '[server password]'
/** `Date` has whole seconds: a smaller difference can't be told from none. */
const MIN_OFFSET_MS = 2_000

/** What every answer of a server goes through. */
export interface Redactor {
  setSecret(secret: string): void
  clean(text: string): string
  /** The `Date` header of an answer that has just come. */
  noteDate(header: string | null): void
  /** How far the server's clock is ahead of ours. */
  readonly clockOffsetMs: () => number
}

export function createRedactor(now: () => number): Redactor {
  let secret: string | null = null
  let offsetMs = 0
  const clean = (text: string): string =>
    secret !== null && text.includes(secret) ? text.replaceAll(secret, INSTEAD) : text
  return {
    setSecret: (value) => {
      secret = value.length >= MIN_SECRET_CHARS ? value : null
    },
    clean,
    noteDate: (header) => {
      const date = Date.parse(header ?? '')
      if (!Number.isFinite(date)) return
      const offset = date - now()
      offsetMs = Math.abs(offset) >= MIN_OFFSET_MS ? offset : 0
    },
    clockOffsetMs: () => offsetMs,
  }
}
