import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeChunks, codeLines } from './code-lines.ts'

describe('chunks of code', () => {
  it('are the code, whole, each beginning with the line it says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 }), { maxLength: 40 }), fc.nat(40), (lines, max) => {
        const code = lines.join('\n')
        const chunks = codeChunks(code, 4, max)
        expect(chunks.map(({ text }) => text).join('')).toBe(code)
        let before = ''
        for (const { text, line } of chunks) {
          expect(before.split('\n').length - 1).toBe(line)
          before += text
        }
      }),
    )
  })
  it('stay what they are while the code grows below them', () => {
    const before = codeChunks('a\nb\nc\nd\ne', 2, 100)
    const after = codeChunks('a\nb\nc\nd\nef\ng\nh', 2, 100)
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  })
})

describe('lines beside their tokens', () => {
  it('keep the colours of a line that has grown, and drop those of one that was replaced', () => {
    const tokens = [[['const', 'k'] as const, [' a', ''] as const], [['x', ''] as const]]
    expect(codeLines('const a = 1\ny', tokens).map((line) => line.tokens !== null)).toEqual([true, false])
  })
})
