import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSplitter, openFence, withDefinitions, type Split } from './split.ts'

const DOCUMENTS = [
  '# Title\n\nA paragraph\nover lines.\n\n- one\n- two\n\n  inside two\n\n1. a\n2. b\n\ndone',
  'text\n***\nmore\n***not a rule\n\ntext\n---\n\nafter',
  'para\n```ts\nconst a = 1\n\n# not a heading\n```\nafter\n\n~~~\nopen till the end\n',
  'a\n```x`\nstill a paragraph\n\n    indented code\n\n    more of it\n\nend',
  'See [the page][a] and [b].\n\n[a]: https://a.example\n"title\nover lines"\n[b]: <https://b.example>\n\nend',
  "[a]: b\n'tit\nle'\n\n[A]\n",
  '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n\nafter | not\n',
  'x\n| a | b |\n| - | - |\n| 1 | 2 |\ntext',
  '> quote\nlazy\n\n> another\n> - list\n>   deep\n\n<div>\nraw *html*\n\n</div>\n\nend',
  '   - a\n\n     - b\n\n       c\n   - d\n\n- [ ] task\n- [x] done\n',
  'note[^1] here\n\n[^1]: the note\n    goes on\n\nafter\n',
  '\n\n\n  leading blanks\n\n\n\n# h\n## h2\nSetext\n===\n',
  '````md\n```\ninner\n```\n````\n\ntail 😀 text\r\n\r\nwindows\r\n',
  '- ```js\n  code in a list\n  ```\n- b\n\n```\na\n ```\nb\n````\n',
  '*a\n\nb* ![x](y\n\n[open](https://e\n',
]

const parse = (source: string) =>
  fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

const joined = (split: Split): string =>
  [...split.frozen, ...split.tail].map((block) => block.source).join('')
const blocks = (split: Split) => [...split.frozen, ...split.tail]

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === 'position' ? undefined : inner)))

function drawnAlone(split: Split): unknown[] {
  return blocks(split).flatMap((block) => {
    const own = parse(block.source).children.length
    return plain(parse(withDefinitions(block, split.definitions)).children.slice(0, own)) as unknown[]
  })
}

describe('splitting growing markdown', () => {
  it('keeps every character of every prefix, in order', () => {
    for (const text of DOCUMENTS) {
      const split = createSplitter()
      for (let end = 0; end <= text.length; end += 1) {
        expect(joined(split(text.slice(0, end)))).toBe(text.slice(0, end))
      }
    }
  })

  it('never changes a frozen block, whatever comes after', () => {
    for (const text of DOCUMENTS) {
      const split = createSplitter()
      let before: Split['frozen'] = []
      for (let end = 0; end <= text.length; end += 1) {
        const now = split(text.slice(0, end)).frozen
        expect(now.slice(0, before.length)).toEqual(before)
        before = now
      }
    }
  })

  it('ends with the blocks of the whole document, however the text was cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS), fc.array(fc.nat(400)), (text, cuts) => {
        const split = createSplitter()
        for (const end of [...cuts].sort((a, b) => a - b)) split(text.slice(0, end))
        const final = split(text)
        const whole = plain(parse(text).children)
        expect(drawnAlone(final)).toEqual(whole)
      }),
      { numRuns: 400 },
    )
  })

  it('begins again when the text was replaced', () => {
    const split = createSplitter()
    split('one\n\ntwo\n\nthree')
    expect(joined(split('other\n\ntext'))).toBe('other\n\ntext')
  })
})

describe('a code block without its end', () => {
  it('is found with its language and code', () => {
    expect(openFence('```ts title\nconst a')).toEqual({ language: 'ts', code: 'const a' })
  })
  it('is none once closed, nor before its first line is whole', () => {
    expect(openFence('```ts\na\n```')).toBeNull()
    expect(openFence('```t')).toBeNull()
    expect(openFence('text')).toBeNull()
  })
})
