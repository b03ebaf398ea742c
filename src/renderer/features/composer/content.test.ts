import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogCommand, PromptPart } from '#contract/model'
import {
  contentOf,
  contentOfDraft,
  draftOf,
  EMPTY,
  mentions,
  modeOf,
  putBack,
  submissionOf,
  summaryOf,
  type Content,
} from './content.ts'

const command = (name: string): CatalogCommand => ({
  name,
  description: '',
  source: 'command',
  takesArguments: true,
})
const commands = [command('init'), command('review')]
const ids = () => {
  let next = 0
  return () => `chip-${next++}`
}
const chipped = (text: string, ...parts: readonly PromptPart[]): Content => {
  const newId = ids()
  return { text, chips: parts.map((part) => ({ id: newId(), part })) }
}
const file = (path: string): PromptPart => ({
  type: 'file',
  mime: 'text/plain',
  filename: path,
  url: `file:///repo/${path}`,
})
const image: PromptPart = {
  type: 'file',
  mime: 'image/png',
  filename: 'shot.png',
  url: 'data:image/png;base64,AAAA',
}
const paste: PromptPart = { type: 'text', text: 'a long paste' }

describe('what a text means', () => {
  it('is a shell line after an exclamation mark', () => {
    expect(modeOf('! ls -la ', commands)).toEqual({ type: 'shell', command: 'ls -la' })
  })

  it('is a command only when the folder has it', () => {
    expect(modeOf('/review the last commit', commands)).toEqual({
      type: 'command',
      command: 'review',
      arguments: 'the last commit',
    })
    expect(modeOf('/usr/bin/env is missing', commands)).toEqual({ type: 'prompt' })
    expect(modeOf('/nothing', commands)).toEqual({ type: 'prompt' })
  })

  it('takes the shape for it while the commands are not known', () => {
    expect(modeOf('/review', null)).toEqual({ type: 'command', command: 'review', arguments: '' })
    expect(modeOf('/usr/bin/env', null)).toEqual({ type: 'prompt' })
  })
})

describe('mentions', () => {
  it('are words of their own', () => {
    expect(mentions('see @src/a.ts, please', '@src/a.ts')).toBe(true)
    expect(mentions('see @src/a.ts.', '@src/a.ts')).toBe(true)
    expect(mentions('see @src/a.tsx', '@src/a.ts')).toBe(false)
    expect(mentions('me@src/a.ts', '@src/a.ts')).toBe(false)
    expect(mentions('@src/a.tsx and @src/a.ts', '@src/a.ts')).toBe(true)
  })
})

describe('sending', () => {
  it('sends nothing for an empty composer or an empty shell line', () => {
    expect(submissionOf({ text: ' \n ', chips: [] }, commands)).toBeNull()
    expect(submissionOf({ text: '! ', chips: [] }, commands)).toBeNull()
    expect(submissionOf(chipped('', file('a.ts')), commands)).toBeNull()
  })

  it('sends an image alone', () => {
    expect(submissionOf(chipped('', image), commands)?.outgoing).toEqual({ type: 'prompt', parts: [image] })
  })

  it('sends the text first, then what is attached, without mentions that were deleted', () => {
    const content = chipped('look at @a.ts', file('a.ts'), file('b.ts'), paste, image)
    expect(submissionOf(content, commands)?.outgoing).toEqual({
      type: 'prompt',
      parts: [{ type: 'text', text: 'look at @a.ts' }, file('a.ts'), paste, image],
    })
  })

  it('keeps the indentation of the first line', () => {
    expect(submissionOf({ text: '\n  indented\n', chips: [] }, commands)?.outgoing).toEqual({
      type: 'prompt',
      parts: [{ type: 'text', text: '  indented' }],
    })
  })

  it('adds pasted text to the arguments of a command', () => {
    expect(submissionOf(chipped('/review this', paste, image), commands)?.outgoing).toEqual({
      type: 'command',
      command: 'review',
      arguments: 'this\n\na long paste',
      parts: [image],
    })
  })

  it('leaves attachments in the composer when a shell line is sent', () => {
    const submission = submissionOf(chipped('!ls', image), commands)
    expect(submission?.outgoing).toEqual({ type: 'shell', command: 'ls' })
    expect(submission?.rest.chips.map((chip) => chip.part)).toEqual([image])
  })
})

const part = fc.constantFrom<PromptPart>(image, paste, { type: 'agent', name: 'explore' }, file('a.ts'))

describe('the way back', () => {
  it('gives the same message again, whatever it held', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(part, { maxLength: 4 }), (text, parts) => {
        const sent = submissionOf(chipped(text, ...parts), commands)
        if (sent === null) return
        expect(submissionOf(contentOf(sent.outgoing, ids()), commands)?.outgoing).toEqual(sent.outgoing)
      }),
      {
        examples: [
          ['/init x @explore', [paste, { type: 'agent', name: 'explore' }]],
          ['!ls @a.ts', [file('a.ts')]],
        ],
      },
    )
  })

  it('keeps a draft as it was', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(part, { maxLength: 4 }), (text, parts) => {
        const content = chipped(text, ...parts)
        const draft = draftOf(content)
        if (draft !== null) expect(contentOfDraft(draft, ids())).toEqual(content)
        else expect(text).toBe('')
      }),
    )
  })

  it('loses neither what comes back nor what was written since', () => {
    const both = putBack(chipped('first', image), { text: 'second', chips: [] })
    expect(both.text).toBe('first\n\nsecond')
    expect(both.chips).toHaveLength(1)
    expect(putBack({ text: 'first', chips: [] }, EMPTY)).toEqual({ text: 'first', chips: [] })
  })
})

it('sums a message up in its own words', () => {
  expect(summaryOf({ type: 'shell', command: 'ls' })).toBe('!ls')
  expect(summaryOf({ type: 'command', command: 'init', arguments: '', parts: [] })).toBe('/init')
  expect(summaryOf({ type: 'prompt', parts: [{ type: 'text', text: 'fix it' }, image] })).toBe('fix it')
})
