// The tokens of one code block as it grows: one request under way, the newest code next, whole lines once.

import type { CodeTokens, HighlightRequest, HighlightResult } from './highlight-protocol.ts'

export type Ask = (request: Omit<HighlightRequest, 'id' | 'stream'>) => Promise<HighlightResult>

export interface TokenStream {
  /** The code as it is now. */
  update(code: string): void
  close(): void
}

/** @param onTokens is given the lines known so far, from the first on */
export function createTokenStream(
  language: string,
  ask: Ask,
  onTokens: (tokens: CodeTokens) => void,
): TokenStream {
  let tokens: CodeTokens = []
  /** Whole lines that need not be asked for again, and where the next begins. */
  let lines = 0
  let at = 0
  let asked = ''
  let wanted = ''
  let isBusy = false
  let isClosed = false

  function restart(): void {
    tokens = []
    lines = 0
    at = 0
  }

  function take(code: string, answered: CodeTokens): void {
    const rest = code.slice(at)
    const end = rest.lastIndexOf('\n') + 1
    tokens = [...tokens.slice(0, lines), ...answered]
    lines = tokens.length - 1
    at += end
    onTokens(tokens)
  }

  async function pump(): Promise<void> {
    if (isBusy || isClosed || wanted === asked) return
    if (!wanted.startsWith(asked.slice(0, at))) {
      // The end of a block takes its last line's break away: nothing to ask.
      if (asked.startsWith(wanted)) return
      restart()
    }
    isBusy = true
    const code = wanted
    asked = code
    const result = await ask({ language, from: lines, code: code.slice(at) })
    isBusy = false
    if (isClosed) return
    if (result.type === 'none') isClosed = true
    else if (result.type === 'tokens') take(code, result.tokens)
    else {
      restart()
      asked = ''
    }
    await pump()
  }

  return {
    update(code) {
      wanted = code
      void pump()
    },
    close: () => {
      isClosed = true
    },
  }
}
