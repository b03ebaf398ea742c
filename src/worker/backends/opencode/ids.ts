// Ids as opencode makes them (seen on 1.18.33): a prefix, 12 hex digits of (milliseconds × 4096 +
// counter) cut to 48 bits, 14 random letters. Ids made here sort among the server's own, which its turn
// loop relies on: an answer's id must be greater than its prompt's.

import type { Clock } from '../../clock.ts'
import type { IdMaker } from '../backend.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_LETTERS = 14
const TIME_MASK = (1n << 48n) - 1n

/** `offsetMs`: how far the server's clock is ahead of ours. */
export function createIdMaker(clock: Clock, random: () => number, offsetMs: () => number): IdMaker {
  let lastMs = 0
  let counter = 0
  const make = (prefix: string, after: bigint): string => {
    // A clock that is set back, or an offset measured anew, must not put a prompt before the one before it.
    const now = Math.max(lastMs, Math.round(clock.now() + offsetMs()))
    counter = now === lastMs ? counter + 1 : 1
    lastMs = now
    const own = (BigInt(now) * 4096n + BigInt(counter)) & TIME_MASK
    const time = own > after ? own : (after + 1n) & TIME_MASK
    let letters = ''
    for (let i = 0; i < RANDOM_LETTERS; i++)
      letters += ALPHABET[Math.floor(random() * ALPHABET.length)] ?? '0'
    return `${prefix}_${time.toString(16).padStart(12, '0')}${letters}`
  }
  return { message: (after) => make('msg', timeOf(after)), part: () => make('prt', 0n) }
}

const timeOf = (id: string | undefined): bigint => {
  const digits = id === undefined ? undefined : /^[a-z]+_([0-9a-f]{12})/.exec(id)?.[1]
  return digits === undefined ? 0n : BigInt(`0x${digits}`)
}
