// Tokens of code, off the window's thread. Grammars load when a language is first seen.

import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import type { CodeTokens, HighlightAnswer, HighlightRequest } from './highlight-protocol.ts'
import { grammars } from './grammars.ts'
import { languageName } from './language-names.ts'

const THEME = 'tokens'
const PREFIX = '--tok-'

let highlighter: Promise<HighlighterCore> | null = null

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

async function tokenize({ code, language }: HighlightRequest): Promise<CodeTokens | null> {
  const name = languageName(language)
  if (!name) return null
  highlighter ??= start()
  const core = await highlighter
  // A grammar comes with those it embeds; its own is the last.
  const loaded = (await grammars[name]()).default
  const main = loaded.at(-1)
  if (!main) return null
  await core.loadLanguage(...loaded)
  const lines = core.codeToTokensBase(code, { lang: main.name, theme: THEME })
  return lines.map((line) => line.map((token) => [token.content, classOf(token.color)] as const))
}

self.addEventListener('message', (event: MessageEvent<HighlightRequest>) => {
  const answer = (tokens: CodeTokens | null) =>
    self.postMessage({ id: event.data.id, tokens } satisfies HighlightAnswer)
  tokenize(event.data).then(answer, () => answer(null))
})
