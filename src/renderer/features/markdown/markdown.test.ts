import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, it } from 'vitest'
import { fenceOf } from './fence.ts'
import { openable } from './links.ts'

describe('a fenced block', () => {
  it('reads the same code before and after its end', () => {
    const before = fenceOf('```ts\nconst a = 1\n')
    const after = fenceOf('```ts\nconst a = 1\n```\n\n')
    expect(after).toEqual({ language: 'ts', code: 'const a = 1' })
    expect(before?.code.trimEnd()).toBe(after?.code)
  })
  it('may be empty, hold shorter fences, and is not a paragraph', () => {
    expect(fenceOf('```\n```')).toEqual({ language: '', code: '' })
    expect(fenceOf('````md\n```\nx\n```\n````')).toEqual({ language: 'md', code: '```\nx\n```' })
    expect(fenceOf('text ```')).toBeNull()
  })
})

describe('a fence read off its source', () => {
  it.each([
    '```ts title=x\nconst a = 1\n\n\nb\n```\n',
    '~~~\n```\n~~~',
    '```js\nopen\n',
    '````md\n```\nx\n```\n````  \n\n',
    '```\n\n```',
    '\n\n```py\nx = 1\n```',
  ])('is the code that the parser sees: %j', (source) => {
    const [node] = fromMarkdown(source).children
    const code = node?.type === 'code' ? { language: node.lang ?? '', code: node.value } : null
    const fence = fenceOf(source)
    expect(fence && { ...fence, code: fence.code.replace(/\n$/, '') }).toEqual(code)
  })
})

describe('a link', () => {
  it('opens for http, https and mailto only', () => {
    expect(openable('https://a.example/x')).toBe('https://a.example/x')
    expect(openable('mailto:a@b.example')).toBe('mailto:a@b.example')
    for (const href of ['javascript:alert(1)', 'file:///etc/passwd', 'src/a.ts', undefined]) {
      expect(openable(href)).toBeNull()
    }
  })
})
