import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitTokens } from './tokens.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.lorem({ mode: 'sentences' }),
)

test('the pieces joined are the text', () => {
  fc.assert(fc.property(anyText, (text) => splitTokens(text).join('') === text))
})

test('no piece begins or ends inside a surrogate pair', () => {
  fc.assert(fc.property(anyText, (text) => splitTokens(text).every((piece) => piece.isWellFormed())))
})

test('pieces are about as long as tokens are', () => {
  expect(splitTokens('The moon passes over, 12 times: 🌊!')).toEqual([
    'The',
    ' moon',
    ' passes',
    ' over',
    ',',
    ' 12',
    ' times',
    ':',
    ' ',
    '🌊!',
  ])
})
