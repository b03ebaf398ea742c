const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
/** A UTF-16 unit takes up to three bytes in UTF-8. */
const MAX_UNIT_BYTES = 3

/**
 * How many units of `text`, which has `bytes` bytes in UTF-8, fit into `room` bytes: never half of a
 * surrogate pair, and at least one character.
 */
export function unitsThatFit(text: string, bytes: number, room: number): number {
  if (bytes <= room) return text.length
  const units = Math.max(1, Math.floor(bytes === text.length ? room : room / MAX_UNIT_BYTES))
  const cut = isHighSurrogate(text.charCodeAt(units - 1)) ? units - 1 : units
  return Math.min(text.length, cut === 0 ? 2 : cut)
}
