// Tokens of code that may still grow: a whole line is read once, whatever comes after it.

import {
  createCssVariablesTheme,
  createHighlighterCore,
  type GrammarState,
  type HighlighterCore,
  type ThemedToken,
} from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { grammars } from './grammars.ts'
import type { HighlightRequest, HighlightResult, LineTokens } from './highlight-protocol.ts'
import { languageName } from './language-names.ts'

const THEME = 'tokens'
const PREFIX = '--tok-'
/** More blocks than grow at the same time; one that is forgotten is read anew. */
const MAX_STREAMS = 32
/** A line longer than anyone wrote by hand: minified code, which no colour makes readable. */
const MAX_LINE_LENGTH = 5_000

interface Stream {
  readonly lines: number
  /** After those lines; undefined: at the beginning. */
  readonly state: GrammarState | undefined
}

export interface Tokenizer {
  tokenize(request: Omit<HighlightRequest, 'id'>): Promise<HighlightResult>
  end(stream: number): void
}

const start = (): Promise<HighlighterCore> =>
  createHighlighterCore({
    themes: [createCssVariablesTheme({ name: THEME, variablePrefix: PREFIX, fontStyle: false })],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })

const classOf = (color: string | undefined): string => {
  const name = color === undefined ? null : /^var\(--tok-(?:token-)?([a-z-]+)\)$/.exec(color)?.[1]
  return name && name !== 'foreground' ? `tok-${name}` : ''
}

const plain = (lines: readonly ThemedToken[][]): LineTokens[] =>
  lines.map((line) => line.map((token) => [token.content, classOf(token.color)] as const))

export function createTokenizer(): Tokenizer {
  const streams = new Map<number, Stream>()
  let highlighter: Promise<HighlighterCore> | null = null

  function remember(id: number, stream: Stream): void {
    streams.delete(id)
    streams.set(id, stream)
    const oldest = streams.keys().next().value
    if (streams.size > MAX_STREAMS && oldest !== undefined) streams.delete(oldest)
  }

  return {
    async tokenize({ stream, language, from, code }) {
      const name = languageName(language)
      if (!name) return { type: 'none' }
      highlighter ??= start()
      const core = await highlighter
      // A grammar comes with those it embeds; its own is the last.
      const loaded = (await grammars[name]()).default
      const main = loaded.at(-1)
      if (!main) return { type: 'none' }
      await core.loadLanguage(...loaded)
      const before = from === 0 ? { lines: 0, state: undefined } : streams.get(stream)
      if (before?.lines !== from) return { type: 'again' }

      const read = (source: string, grammarState: GrammarState | undefined) =>
        core.codeToTokensBase(source, {
          lang: main.name,
          theme: THEME,
          tokenizeMaxLineLength: MAX_LINE_LENGTH,
          // A busy machine would leave lines half coloured, and all that follows them.
          tokenizeTimeLimit: 0,
          ...(grammarState && { grammarState }),
        })
      const end = code.lastIndexOf('\n')
      const whole = end < 0 ? [] : read(code.slice(0, end), before.state)
      const state = end < 0 ? before.state : core.getLastGrammarState(whole)
      remember(stream, { lines: from + whole.length, state })
      // The line that is being written is read again with the next piece.
      return { type: 'tokens', tokens: plain([...whole, ...read(code.slice(end + 1), state)]) }
    },
    end: (stream) => void streams.delete(stream),
  }
}
