// Ids as opencode makes them: a prefix, 12 hex digits of (milliseconds × 4096 + counter), 14 letters.
// Sessions count down, everything else up.

const TIME_MASK = (1n << 48n) - 1n
const HEX_DIGITS = 12
const LETTERS = 14
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export interface DoubleIds {
  next(prefix: 'evt' | 'msg' | 'prt' | 'per' | 'que'): string
  session(): string
  /**
   * A client's id has come: those made from now on are greater, as they are in life, where time passes
   * between two calls. A test's clock stands still.
   */
  seen(id: string): void
}

export function createIds(now: () => number, random: () => number): DoubleIds {
  let last = 0n
  const tick = (): bigint => {
    const fresh = BigInt(now()) * 4096n + 1n
    last = fresh > last ? fresh : last + 1n
    return last & TIME_MASK
  }
  const letters = (): string =>
    Array.from({ length: LETTERS }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
  const hex = (value: bigint): string => value.toString(16).padStart(HEX_DIGITS, '0')
  return {
    next: (prefix) => `${prefix}_${hex(tick())}${letters()}`,
    session: () => `ses_${hex(TIME_MASK - tick())}${letters()}`,
    seen: (id) => {
      const digits = /^[a-z]+_([0-9a-f]{12})/.exec(id)?.[1]
      if (digits === undefined) return
      const value = BigInt(`0x${digits}`)
      const high = last & ~TIME_MASK
      if (high + value > last) last = high + value
    },
  }
}
