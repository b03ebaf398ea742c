// The window's side of highlighting: one worker, started at the first code block, and what it answered.

import { useEffect, useRef, useState } from 'react'
import { createBoundedCache } from './bounded-cache.ts'
import type {
  CodeTokens,
  HighlightAnswer,
  HighlightEnd,
  HighlightRequest,
  HighlightResult,
} from './highlight-protocol.ts'
import { lengthOf } from './code-lines.ts'
import { languageName } from './language-names.ts'
import { createTokenStream, type TokenStream } from './token-stream.ts'

/** What comes after either is drawn plain: nobody reads that far by colour, and each line costs its nodes. */
export const MAX_LINES = 2_000
const MAX_LENGTH = 200_000

/** Of code; its tokens take some ten times as much. */
const MAX_REMEMBERED_CHARS = 1_000_000

const remembered = createBoundedCache<CodeTokens>(MAX_REMEMBERED_CHARS)
const keyOf = (language: string, code: string): string => `${language}\n${code}`
const waiting = new Map<number, (result: HighlightResult) => void>()
let worker: Worker | null = null
let lastId = 0

function startWorker(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', (event: MessageEvent<HighlightAnswer>) => {
    waiting.get(event.data.id)?.(event.data.result)
    waiting.delete(event.data.id)
  })
  started.addEventListener('error', () => {
    for (const answer of waiting.values()) answer({ type: 'none' })
    waiting.clear()
  })
  return started
}

function ask(request: Omit<HighlightRequest, 'id'>): Promise<HighlightResult> {
  worker ??= startWorker()
  const id = (lastId += 1)
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    worker?.postMessage({ ...request, id } satisfies HighlightRequest)
  })
}

/** As much of it as gets colours. */
function withinBounds(code: string): string {
  let at = -1
  for (let line = 0; line < MAX_LINES; line += 1) {
    at = code.indexOf('\n', at + 1)
    if (at === -1 || at > MAX_LENGTH) break
  }
  if (at === -1 || at > MAX_LENGTH) return code.slice(0, MAX_LENGTH)
  return code.slice(0, at)
}

/**
 * The tokens of the code's first lines, as far as they are known: while it grows, the newest may have none
 * yet. Null for what has no grammar.
 */
export function useHighlight(language: string, code: string, growing: boolean): CodeTokens | null {
  const [answer, setAnswer] = useState<CodeTokens | null>(null)
  const stream = useRef<TokenStream | null>(null)
  const shown = withinBounds(code)
  const known = growing ? undefined : remembered.get(keyOf(language, shown))
  const isWanted = known === undefined && code !== '' && languageName(language) !== null
  useEffect(() => {
    if (!isWanted) return
    const id = (lastId += 1)
    const made = createTokenStream(language, (request) => ask({ ...request, stream: id }), setAnswer)
    stream.current = made
    return () => {
      stream.current = null
      made.close()
      worker?.postMessage({ ended: id } satisfies HighlightEnd)
    }
  }, [isWanted, language])
  useEffect(() => {
    stream.current?.update(shown)
  }, [isWanted, language, shown])
  useEffect(() => {
    if (!growing && answer && isWhole(answer, shown)) remembered.set(keyOf(language, shown), answer)
  }, [growing, answer, language, shown])
  return known ?? answer
}

const isWhole = (tokens: CodeTokens, code: string): boolean =>
  tokens.reduce((sum, line) => sum + lengthOf(line) + 1, -1) >= code.length
