const FIRST_MS = 250
const LONGEST_MS = 10_000

/**
 * How long to wait before try number `attempt` (0 is the first), in ms: doubling, and up to a half of it left
 * to chance, so that many windows do not come back at once.
 * @param random in [0, 1)
 */
export const backoffMs = (attempt: number, random: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16)) * (1 - random / 2)
