// Lines of code beside the tokens known of them.

import type { CodeTokens, LineTokens } from './highlight-protocol.ts'

export interface CodeLine {
  readonly text: string
  /** Of its beginning; null: none known. */
  readonly tokens: LineTokens | null
}

export const lengthOf = (line: LineTokens): number => line.reduce((sum, [text]) => sum + text.length, 0)

/** Tokens of a line that has grown since are its beginning's; of one that was replaced, nobody's. */
const fits = (tokens: LineTokens, text: string): boolean => {
  let at = 0
  for (const [piece] of tokens) {
    if (!text.startsWith(piece, at)) return false
    at += piece.length
  }
  return true
}

/** One chunk of lines and the tokens that fit them. */
export function codeLines(text: string, tokens: CodeTokens): readonly CodeLine[] {
  return text.split('\n').map((line, index) => {
    const known = tokens[index]
    return { text: line, tokens: known && fits(known, line) ? known : null }
  })
}

export interface CodeChunk {
  readonly text: string
  /** Number of its first line. */
  readonly line: number
}

/** Cuts after every `lines` lines; the last chunk takes all that is left once `max` lines are cut. */
export function codeChunks(code: string, lines: number, max: number): readonly CodeChunk[] {
  const chunks: CodeChunk[] = []
  let from = 0
  for (let line = 0; line + lines <= max; line += lines) {
    let end = from - 1
    for (let n = 0; n < lines; n += 1) {
      end = code.indexOf('\n', end + 1)
      if (end === -1) break
    }
    if (end === -1) break
    chunks.push({ text: code.slice(from, end + 1), line })
    from = end + 1
  }
  chunks.push({ text: code.slice(from), line: chunks.length * lines })
  return chunks
}
