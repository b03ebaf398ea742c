// The window's side of highlighting: one worker, started at the first code block, and what it answered.

import { useEffect, useState } from 'react'
import type { CodeTokens, HighlightAnswer, HighlightRequest } from './highlight-protocol.ts'
import { languageName } from './language-names.ts'

/** Above either, colours cost more than they help. */
const MAX_LINES = 2_000
const MAX_LENGTH = 200_000
/** Enough for the blocks of several long sessions; the oldest answer goes first. */
const MAX_REMEMBERED = 300

type Waiting = (tokens: CodeTokens | null) => void

const remembered = new Map<string, CodeTokens>()
const waiting = new Map<number, Waiting>()
let worker: Worker | null = null
let lastId = 0

function startWorker(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', (event: MessageEvent<HighlightAnswer>) => {
    waiting.get(event.data.id)?.(event.data.tokens)
    waiting.delete(event.data.id)
  })
  started.addEventListener('error', () => {
    for (const answer of waiting.values()) answer(null)
    waiting.clear()
  })
  return started
}

const keyOf = (language: string, code: string): string => `${language}\n${code}`

function isWithinBounds(code: string): boolean {
  if (code.length > MAX_LENGTH) return false
  let lines = 1
  for (let at = code.indexOf('\n'); at !== -1; at = code.indexOf('\n', at + 1)) lines += 1
  return lines <= MAX_LINES
}

function request(language: string, code: string): Promise<CodeTokens | null> {
  worker ??= startWorker()
  const id = (lastId += 1)
  const message: HighlightRequest = { id, language, code }
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    worker?.postMessage(message)
  })
}

/** The code's tokens once they are known; null before, while it grows, and for what has no grammar. */
export function useHighlight(language: string, code: string, growing: boolean): CodeTokens | null {
  const key = keyOf(language, code)
  const [answer, setAnswer] = useState<{ key: string; tokens: CodeTokens } | null>(null)
  const known = remembered.get(key) ?? (answer?.key === key ? answer.tokens : null)
  const wanted = !growing && !known && code !== '' && languageName(language) !== null
  useEffect(() => {
    if (!wanted || !isWithinBounds(code)) return
    let stale = false
    void request(language, code).then((tokens) => {
      if (!tokens) return
      remembered.set(key, tokens)
      const oldest = remembered.keys().next().value
      if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
      if (!stale) setAnswer({ key, tokens })
    })
    return () => {
      stale = true
    }
  }, [wanted, key, language, code])
  return known
}
