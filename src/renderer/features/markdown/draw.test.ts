import * as fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { takeTree } from './block-trees.ts'
import { drawSource, drawTree } from './draw.ts'
import { createSplitter, withDefinitions, type Splitter } from './split.ts'

vi.mock('../../app/desktop.ts', () => ({ desktop: {} }))

const LINES = [
  '',
  '',
  'words and *more* `code` <b>',
  'a [link][one], note[^n], ![picture](p.png) and [bad](javascript:x)',
  '# heading',
  '---',
  '- item',
  '- [x] done',
  '  deeper',
  '1. first',
  '    four spaces',
  '> quote',
  '| a | b |',
  '|---|:-:|',
  '| 1 |',
  '<div>',
  '[one]: https://a.example "title"',
  '[^n]: the note',
  'https://b.example and **open',
  'trailing  ',
]

/** What is drawn for each block as it stands: of its tree if it may be, and of its source. */
function drawnBoth(split: Splitter, text: string): (readonly [string, string])[] {
  const { frozen, tail, definitions } = split(text)
  return [...frozen, ...tail].flatMap((block) => {
    const tree = takeTree(block)
    const source = withDefinitions(block, definitions)
    if (!tree || source !== block.source) return []
    return [[renderToStaticMarkup(drawTree(tree)), renderToStaticMarkup(drawSource(source))] as const]
  })
}

it('a block drawn of what it was split by is the block drawn of its source', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 12 }), (lines) => {
      const split = createSplitter()
      for (let count = 1; count <= lines.length; count += 1) {
        for (const [ofTree, ofSource] of drawnBoth(split, lines.slice(0, count).join('\n'))) {
          expect(ofTree).toBe(ofSource)
          compared += 1
        }
      }
    }),
    { numRuns: 40 },
  )
  expect(compared).toBeGreaterThan(40)
})

it('a tree is given away once', () => {
  const [block] = createSplitter()('# one\n\ntwo').tail
  expect(block && takeTree(block)).toBeDefined()
  expect(block && takeTree(block)).toBeUndefined()
})
