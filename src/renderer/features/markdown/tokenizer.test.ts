import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CodeTokens } from './highlight-protocol.ts'
import { createTokenStream } from './token-stream.ts'
import { createTokenizer } from './tokenizer.ts'

const SOURCES = [
  [
    'ts',
    "/** a\n * comment */\nconst a = `x ${1 + '2'}\n  more` // end\n\nexport function f(): number {\n  return 1\n}",
  ],
  ['py', 'def f(x):\n    """doc\n    string"""\n    return f"{x!r}" # done\n'],
  ['html', '<p class="a">\n<script>\nconst x = "</p>"\n</script>\n<!-- c\n-->\n</p>'],
  ['sh', 'cat <<\'EOF\'\nnot $code\nEOF\necho "$HOME" | wc -l\n'],
] as const

const tokenizer = createTokenizer()

async function wholeOf(language: string, code: string): Promise<CodeTokens> {
  const result = await tokenizer.tokenize({ stream: -1, language, from: 0, code })
  return result.type === 'tokens' ? result.tokens : []
}

it('code coloured as it grows ends with the colours of the whole, however it was cut', async () => {
  let stream = 0
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SOURCES), fc.array(fc.nat(150)), async ([language, code], cuts) => {
      stream += 1
      const id = stream
      let shown: CodeTokens = []
      let asked: Promise<unknown> = Promise.resolve()
      const made = createTokenStream(
        language,
        (request) => {
          const answer = tokenizer.tokenize({ ...request, stream: id })
          asked = answer
          return answer
        },
        (tokens) => (shown = tokens),
      )
      for (const cut of [...cuts].sort((a, b) => a - b)) {
        made.update(code.slice(0, cut))
        if (cut % 2 === 0) await asked
      }
      made.update(code)
      for (let before: unknown = null; before !== asked;) {
        before = asked
        await asked
        await Promise.resolve()
        await Promise.resolve()
      }
      expect(shown).toEqual(await wholeOf(language, code))
    }),
    { numRuns: 150 },
  )
})

it('whole lines are read once', async () => {
  const asked: string[] = []
  const made = createTokenStream(
    'ts',
    async (request) => {
      asked.push(request.code)
      return tokenizer.tokenize({ ...request, stream: -2 })
    },
    () => {},
  )
  for (const code of ['const a = 1\ncon', 'const a = 1\nconst b = 2\n', 'const a = 1\nconst b = 2\nc']) {
    made.update(code)
    await tokenizer.tokenize({ stream: -3, language: 'ts', from: 0, code: '' })
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(asked).toEqual(['const a = 1\ncon', 'const b = 2\n', 'c'])
})

it('a block that was forgotten is asked for from its beginning', async () => {
  const result = await tokenizer.tokenize({ stream: 999, language: 'ts', from: 5, code: 'x' })
  expect(result).toEqual({ type: 'again' })
})

it('a language without a grammar stays plain', async () => {
  expect(await wholeOf('no-such-language', 'x')).toEqual([])
})
