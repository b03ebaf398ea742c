import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogAgent } from '#contract/model'
import {
  chosen,
  complete,
  fileUrl,
  isSendKey,
  newerPrompt,
  olderPrompt,
  ranked,
  suggestMentions,
  triggerAt,
} from './composer.logic.ts'

const at = (text: string, caret = text.length) => triggerAt(text, caret, caret)

describe('suggestions begin', () => {
  it('with @ at the start of a word', () => {
    expect(at('see @src/a')).toEqual({ kind: 'mention', query: 'src/a', start: 4, end: 10 })
    expect(at('mail me@home')).toBeNull()
    expect(at('see @src ')).toBeNull()
  })

  it('with / at the start of the text only', () => {
    expect(at('/in')).toEqual({ kind: 'command', query: 'in', start: 0, end: 3 })
    expect(at('/init now')).toBeNull()
    expect(at('see /in')).toBeNull()
  })

  it('neither in a shell line nor while text is selected', () => {
    expect(at('!cat @a')).toBeNull()
    expect(triggerAt('@a', 0, 2)).toBeNull()
  })

  it('always with a range of the text that holds sign and query', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, n) => {
        const caret = n % (text.length + 1)
        const found = at(text, caret)
        if (found === null) return
        expect(text.slice(found.start + 1, found.end)).toBe(found.query)
        expect('@/').toContain(text[found.start])
      }),
    )
  })
})

describe('choosing a suggestion', () => {
  const completed = (text: string, caret: number, replacement: string) => {
    const trigger = at(text, caret)
    if (trigger === null) throw new Error('no trigger')
    const { start, end, insert } = complete(text, trigger, replacement)
    return text.slice(0, start) + insert + text.slice(end)
  }

  it('replaces the whole word and leaves one space after it', () => {
    expect(completed('see @sr and go', 7, '@src/a.ts')).toBe('see @src/a.ts and go')
    expect(completed('see @src and go', 6, '@src/a.ts')).toBe('see @src/a.ts and go')
    expect(completed('/in', 3, '/init')).toBe('/init ')
    expect(completed('@a\nnext', 2, '@a.ts')).toBe('@a.ts \nnext')
  })

  it('sends a file as its address on the server', () => {
    expect(chosen({ kind: 'file', path: 'a b/ü#?.ts' }, '/repo').part).toEqual({
      type: 'file',
      mime: 'text/plain',
      filename: 'a b/ü#?.ts',
      url: 'file:///repo/a%20b/%C3%BC%23%3F.ts',
    })
    expect(fileUrl('C:\\work\\repo', 'src\\a.ts')).toBe('file:///C:/work/repo/src/a.ts')
  })

  it('finds by beginning, then by part, then by letters in order', () => {
    expect(ranked(['xreview', 'reload', 'r-e-v', 'review', 'init'], (name) => name, 'rev')).toEqual([
      'review',
      'xreview',
      'r-e-v',
    ])
  })

  it('offers subagents before files, and no hidden or primary agent', () => {
    const agent = (name: string, mode: CatalogAgent['mode'], hidden = false): CatalogAgent => ({
      name,
      description: '',
      mode,
      hidden,
      model: null,
    })
    const agents = [agent('build', 'primary'), agent('general', 'subagent'), agent('title', 'subagent', true)]
    expect(suggestMentions(agents, ['', './', 'a.ts'], '')).toEqual([
      { kind: 'agent', name: 'general', description: '' },
      { kind: 'file', path: 'a.ts' },
    ])
    expect(suggestMentions(agents, ['src/era.ts'], 'era')).toEqual([{ kind: 'file', path: 'src/era.ts' }])
  })
})

describe('looking back', () => {
  const entries = ['newest', 'two\nlines', 'oldest']

  it('keeps what was typed and comes back to it', () => {
    const first = olderPrompt(entries, null, 'typed', 0)
    expect(first?.text).toBe('newest')
    const back = newerPrompt(entries, first?.browsing ?? null, 'newest', 6)
    expect(back).toEqual({ browsing: null, text: 'typed' })
  })

  it('goes on from the end of an untouched entry and stops at the oldest', () => {
    const first = olderPrompt(entries, null, '', 0)
    const second = olderPrompt(entries, first?.browsing ?? null, 'newest', 6)
    const third = olderPrompt(entries, second?.browsing ?? null, 'two\nlines', 9)
    expect(third?.text).toBe('oldest')
    expect(olderPrompt(entries, third?.browsing ?? null, 'oldest', 6)).toBeNull()
  })

  it('leaves the arrows alone inside the text, and after an entry was changed', () => {
    expect(olderPrompt(entries, null, 'typed', 3)).toBeNull()
    expect(olderPrompt(entries, null, 'typed', 5)).toBeNull()
    expect(newerPrompt(entries, null, 'typed', 5)).toBeNull()
    const first = olderPrompt(entries, null, '', 0)
    expect(newerPrompt(entries, first?.browsing ?? null, 'newest!', 7)).toBeNull()
  })

  it('returns to the typed text after any way up and down', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), fc.nat({ max: 20 }), (sent, typed, steps) => {
        let state = { browsing: null as Parameters<typeof olderPrompt>[1], text: typed }
        for (let i = 0; i < steps; i++) state = olderPrompt(sent, state.browsing, state.text, 0) ?? state
        for (let step = newerPrompt(sent, state.browsing, state.text, 0); step !== null;) {
          state = step
          step = newerPrompt(sent, state.browsing, state.text, 0)
        }
        expect(state).toEqual({ browsing: null, text: typed })
      }),
    )
  })
})

describe('Enter', () => {
  const enter = { key: 'Enter', shiftKey: false, altKey: false, isComposing: false, keyCode: 13 }

  it('sends', () => {
    expect(isSendKey(enter)).toBe(true)
  })

  it('breaks the line with Shift, and ends a composition without sending', () => {
    expect(isSendKey({ ...enter, shiftKey: true })).toBe(false)
    expect(isSendKey({ ...enter, isComposing: true })).toBe(false)
    expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false)
  })
})
