// A server's password can come back: an agent's shell holds it in its environment and `env` prints it.
// It is taken out of every byte that the server sends before anything else reads them.

/** Shorter ones are a person's own choice and may be words: taking those out would falsify text. */
const MIN_SECRET_CHARS = 16
const INSTEAD = '[server password]'
/** `Date` has whole seconds: a smaller difference can't be told from none. */
const MIN_OFFSET_MS = 2_000
const WHOLE_SECOND_MS = 1_000

/** What every answer of a server goes through. */
export interface Redactor {
  setSecret(access: { readonly username: string; readonly password: string }): void
  clean(text: string): string
  /** The `Date` header of an answer that has just come, to what was asked at `askedAt` of our clock. */
  noteDate(header: string | null, askedAt: number): void
  /** How far the server's clock is ahead of ours. */
  readonly clockOffsetMs: () => number
}

/** As it is, and as the `Authorization` header that a request to the server carries. */
const formsOf = (username: string, password: string): readonly string[] =>
  [password, base64(`${username}:${password}`), base64(password)].map(withoutPadding)

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Some tools leave the padding out. */
const withoutPadding = (text: string): string => text.replace(/=+$/, '')

export function createRedactor(now: () => number): Redactor {
  let forms: readonly string[] = []
  let offsetMs = 0
  const clean = (text: string): string => {
    let safe = text
    for (const form of forms) if (safe.includes(form)) safe = safe.replaceAll(form, INSTEAD)
    return safe
  }
  return {
    setSecret: ({ username, password }) => {
      forms = password.length >= MIN_SECRET_CHARS ? formsOf(username, password) : []
    },
    clean,
    noteDate: (header, askedAt) => {
      const date = Date.parse(header ?? '')
      if (!Number.isFinite(date)) return
      // The answer may have been written at any time since it was asked for, and have been long on its way.
      const [least, most] = [date - now(), date + WHOLE_SECOND_MS - askedAt]
      if (offsetMs >= least && offsetMs <= most) return
      const offset = least > 0 ? least : Math.min(most, 0)
      offsetMs = Math.abs(offset) >= MIN_OFFSET_MS ? offset : 0
    },
    clockOffsetMs: () => offsetMs,
  }
}
