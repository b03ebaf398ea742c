import { describe, expect, it } from 'vitest'
import { askID, sessionID } from '#contract/ids'
import type { PermissionAsk, QuestionAsk } from '#contract/model'
import {
  answersOf,
  askKey,
  emptyAnswer,
  isComplete,
  summarize,
  toggleOption,
  viewPermission,
  writeOwn,
} from './asks.logic.ts'

const ids = { id: askID('per_1'), session: sessionID('ses_1'), asked: 1, tool: null }

const permission = (patch: Partial<PermissionAsk>): PermissionAsk => ({
  kind: 'permission',
  ...ids,
  permission: 'bash',
  patterns: [],
  always: [],
  metadata: {},
  ...patch,
})

const question: QuestionAsk = {
  kind: 'question',
  ...ids,
  questions: [
    {
      question: 'Units?',
      header: 'Units',
      options: [
        { label: 'Metres', description: '' },
        { label: 'Feet', description: '' },
      ],
      multiple: false,
      custom: true,
    },
    {
      question: 'Extras?',
      header: 'Extras',
      options: [
        { label: 'Moon', description: '' },
        { label: 'Wind', description: '' },
      ],
      multiple: true,
      custom: false,
    },
  ],
}

describe('a permission shows', () => {
  it('the whole command, redirections included, not its patterns', () => {
    const command = 'ls -la && echo done > made.txt'
    const ask = permission({ patterns: ['ls -la', 'echo done'], metadata: { command } })
    expect(viewPermission(ask, { workdir: '/w/src' })).toMatchObject({
      code: command,
      patterns: [],
      workdir: '/w/src',
    })
    expect(summarize(ask).what).toBe(command)
  })

  it('the diff of every file it would change', () => {
    const patch = (path: string) => `--- ${path}\n+++ ${path}\n@@ -1 +1 @@\n-a\n+b\n`
    const metadata = { filepath: 'a, b', files: [{ patch: patch('a') }, { patch: patch('b') }] }
    const view = viewPermission(permission({ permission: 'edit', metadata, patterns: ['a', 'b'] }), null)
    expect(view.diffs.map((file) => file.path)).toEqual(['a', 'b'])
    expect(view).toMatchObject({ title: 'Wants to change 2 files', code: null, patterns: [] })
  })

  it('path and pattern when it reaches outside the folder', () => {
    const ask = permission({
      permission: 'external_directory',
      patterns: ['/etc/*'],
      metadata: { filepath: '/etc/hostname' },
    })
    expect(viewPermission(ask, null)).toMatchObject({ code: '/etc/hostname', patterns: ['/etc/*'] })
  })

  it('everything the server sent for a permission not known here', () => {
    const ask = permission({ permission: 'teleport', metadata: { to: 'mars' } })
    expect(viewPermission(ask, null)).toMatchObject({
      title: 'Wants to use teleport',
      details: { to: 'mars' },
    })
  })
})

describe('keys', () => {
  it('answer a permission by y, a and n, but not in its first 400 ms', () => {
    expect(['y', 'A', 'n', 'x', '1'].map((key) => askKey('permission', key, 400)?.type)).toEqual([
      'once',
      'always',
      'reject',
      undefined,
      undefined,
    ])
    expect(askKey('permission', 'y', 399)).toBeNull()
  })
  it('choose options of a question by number', () => {
    expect(askKey('question', '2', 500)).toEqual({ type: 'option', index: 1 })
    expect(askKey('question', 'y', 500)).toBeNull()
  })
})

describe('answers', () => {
  it('are one label, or many in the order of the options, or own words', () => {
    const wind = toggleOption(emptyAnswer, 'Wind', true)
    const both = toggleOption(wind, 'Moon', true)
    expect(answersOf(question, [toggleOption(emptyAnswer, 'Feet', false), both])).toEqual([
      ['Feet'],
      ['Moon', 'Wind'],
    ])
    const own = writeOwn(toggleOption(emptyAnswer, 'Feet', false), ' fathoms ', false)
    expect(answersOf(question, [own, wind])).toEqual([['fathoms'], ['Wind']])
  })
  it('are complete when every question has one', () => {
    expect(isComplete(answersOf(question, [toggleOption(emptyAnswer, 'Feet', false)]))).toBe(false)
  })
})
