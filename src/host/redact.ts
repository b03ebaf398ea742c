// Takes known secrets out of text before it is kept or shown.

/** Stands where a secret stood. */
const REDACTED = '[redacted]'

/** A shorter secret would blank out ordinary words and still be guessable from what is left. */
const MIN_SECRET_LENGTH = 4

/** A function that replaces each of `secrets`, as it is and as it stands in an address or in JSON, by a fixed mark. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
    ])
    // Longest first: a secret that contains another one goes as a whole.
    .sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((safe, form) => safe.replaceAll(form, REDACTED), text)
}
