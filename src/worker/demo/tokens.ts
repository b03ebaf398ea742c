/** Pieces the size a real tokenizer makes: about four characters, a leading space kept with its word. */
const piece = / ?[\p{L}\p{N}\p{M}]{1,6}|\n+|[^\S\n]+|[^\s\p{L}\p{N}\p{M}]{1,3}/gu

/**
 * Splits `text` into token-like pieces. The pieces joined are exactly `text`, and no surrogate pair is split:
 * the expression works in code points and every code point belongs to one of its four alternatives.
 */
export const splitTokens = (text: string): readonly string[] => text.match(piece) ?? []
