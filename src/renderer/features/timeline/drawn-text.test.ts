import { describe, expect, it } from 'vitest'
import { drawnEarlier, drawnFrom, MORE_CHARS, openFence } from './drawn-text.ts'

const paragraphs = (count: number) => 'A paragraph of some fifty characters, more or less.\n\n'.repeat(count)

describe('a long text', () => {
  it('is drawn whole while it is not that long', () => {
    expect(drawnFrom(paragraphs(100), 0, 0)).toBe(0)
  })

  it('is drawn from a paragraph near its end, and stays there while it grows a little', () => {
    const text = paragraphs(400_000)
    const start = drawnFrom(text, 0, 0)
    expect(text.length - start).toBeLessThanOrEqual(MORE_CHARS)
    expect(text.slice(start - 2, start)).toBe('\n\n')
    expect(drawnFrom(text + paragraphs(1_000), start, 0)).toBe(start)
  })

  it('gives its earlier part on demand, and keeps it', () => {
    const text = paragraphs(20_000)
    const start = drawnFrom(text, 0, 0)
    const earlier = drawnEarlier(text, start)
    expect(earlier).toBeLessThan(start)
    expect(drawnFrom(text, earlier, start - earlier)).toBe(earlier)
    expect(drawnEarlier(text, 10)).toBe(0)
  })

  it('begins a code block anew that the cut lies in', () => {
    const text = '```ts\nconst a = 1\nconst b = 2\n```\n'
    expect(openFence(text, text.indexOf('const b'))).toBe('```ts\n')
    expect(openFence('```ts\nx\n```\nafter', 12)).toBe('')
  })

  it('never splits a surrogate pair', () => {
    const text = '😀'.repeat(400_000)
    const start = drawnFrom(text, 0, 0)
    expect(text.charCodeAt(start) & 0xfc00).toBe(0xd800)
  })

  it('starts over when it was replaced by a shorter one', () => {
    expect(drawnFrom('short', 500_000, 0)).toBe(0)
  })
})
