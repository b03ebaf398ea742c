// Highlighting, off the window's thread.

import type { HighlightAnswer, HighlightEnd, HighlightRequest } from './highlight-protocol.ts'
import { createTokenizer } from './tokenizer.ts'

const tokenizer = createTokenizer()

self.addEventListener('message', ({ data }: MessageEvent<HighlightRequest | HighlightEnd>) => {
  if ('ended' in data) return tokenizer.end(data.ended)
  const answer = (result: HighlightAnswer['result']) =>
    self.postMessage({ id: data.id, result } satisfies HighlightAnswer)
  tokenizer.tokenize(data).then(answer, () => answer({ type: 'none' }))
})
