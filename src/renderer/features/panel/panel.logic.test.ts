import { expect, it } from 'vitest'
import type { FileDiff, Todo } from '#contract/model'
import { planProgress, splitName, totals } from './panel.logic.ts'

const file = (additions: number, deletions: number): FileDiff => ({
  file: 'a.ts',
  patch: null,
  additions,
  deletions,
  status: 'modified',
})
const todo = (status: string): Todo => ({ content: 'x', status, priority: 'high' })

it('adds up the files', () => {
  expect(totals([file(1, 2), file(3, 0)])).toEqual({ files: 2, additions: 4, deletions: 2 })
})

it('leaves cancelled steps out of the plan’s progress', () => {
  expect(planProgress(['completed', 'cancelled', 'in_progress', 'pending'].map(todo))).toEqual({
    done: 1,
    all: 3,
  })
})

it('splits a path so that the name can stay readable', () => {
  expect(splitName('src/app/main.ts')).toEqual({ folder: 'src/app/', name: 'main.ts' })
  expect(splitName('README')).toEqual({ folder: '', name: 'README' })
})
