// What a server printed last, as lines: cut, redacted, bounded. It is read as fast as it comes, so a server never
// blocks on a full pipe because nobody looks.

import { StringDecoder } from 'node:string_decoder'

/** Enough for an error message and the stack above it. */
const MAX_LINES = 200

/** A longer line is cut: a server may print a whole file in one. */
const MAX_LINE_LENGTH = 4000

export interface Tail {
  /** Bytes of one of the two pipes; lines of different pipes are never mixed within a line. */
  readonly stream: () => (chunk: Buffer) => void
  /** The last lines, oldest first, an unfinished one included. */
  readonly lines: () => readonly string[]
}

/**
 * @param redact applied to each line before it is kept or handed on
 * @param onLine called with each finished line
 */
export function createTail(redact: (text: string) => string, onLine: (line: string) => void): Tail {
  const kept: string[] = []
  const open: (() => string)[] = []

  const keep = (raw: string): void => {
    const line = finish(raw)
    kept.push(line)
    if (kept.length > MAX_LINES) kept.shift()
    onLine(line)
  }
  const finish = (raw: string): string => redact(raw.replace(/\r$/, '')).slice(0, MAX_LINE_LENGTH)

  const stream = (): ((chunk: Buffer) => void) => {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    open.push(() => rest)
    return (chunk) => {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(keep)
      // Twice the length, so that a secret at the cut is still seen whole.
      if (rest.length > 2 * MAX_LINE_LENGTH) rest = rest.slice(0, 2 * MAX_LINE_LENGTH)
    }
  }

  return {
    stream,
    lines: () => [
      ...kept,
      ...open
        .map((rest) => rest())
        .filter((rest) => rest !== '')
        .map(finish),
    ],
  }
}
