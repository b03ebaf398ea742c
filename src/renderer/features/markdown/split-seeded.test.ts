import * as fc from 'fast-check'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { expect, it } from 'vitest'
import { createSplitter, withDefinitions, type Split } from './split.ts'

/** Lines that decide, or undo, what kind of block their neighbours are. */
const LINES = [
  '',
  '',
  '',
  'words and *more*',
  'a [link][one] and note[^n]',
  '# heading',
  '---',
  '===',
  '***',
  '- item',
  '  - deeper',
  '  still the item',
  '1. first',
  '    four spaces',
  '\ttab',
  '> quote',
  '> - list in it',
  '```ts',
  '```',
  '~~~',
  '| a | b |',
  '|---|---|',
  '| 1 |',
  '<div>',
  '</div>',
  '<!-- comment',
  '-->',
  '[one]: https://a.example',
  '[one]:',
  '<https://b.example>',
  '"a title"',
  '[^n]: the note',
  '- [x] done',
  '\\# no heading',
  '`code` **open',
  'trailing  ',
  '😀 &amp; 潮',
]

const parse = (source: string) =>
  fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === 'position' ? undefined : inner)))

function drawnAlone(split: Split): unknown[] {
  return [...split.frozen, ...split.tail].flatMap((block) => {
    const own = parse(block.source).children.length
    return plain(parse(withDefinitions(block, split.definitions)).children.slice(0, own)) as unknown[]
  })
}

const documents = fc
  .array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 10 })
  .map((lines) => lines.join('\n'))

function holds(text: string, prefixes: readonly number[]): void {
  const split = createSplitter()
  for (const end of prefixes) split(text.slice(0, end))
  expect(drawnAlone(split(text))).toEqual(plain(parse(text).children))
}

it('a text split at every prefix ends as it is when parsed whole', () => {
  fc.assert(
    fc.property(documents, (text) =>
      holds(
        text,
        Array.from({ length: text.length }, (_, end) => end),
      ),
    ),
    { numRuns: 80 },
  )
})

it('a text that comes line by line ends as it is when parsed whole', () => {
  fc.assert(
    fc.property(documents, (text) =>
      holds(
        text,
        [...text.matchAll(/\n/g)].map((match) => match.index + 1),
      ),
    ),
    { numRuns: 500 },
  )
})
