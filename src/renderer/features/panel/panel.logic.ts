// What the side panel counts.

import type { FileDiff, Todo } from '#contract/model'

export interface DiffTotals {
  readonly files: number
  readonly additions: number
  readonly deletions: number
}

export const totals = (files: readonly FileDiff[]): DiffTotals => ({
  files: files.length,
  additions: files.reduce((sum, file) => sum + file.additions, 0),
  deletions: files.reduce((sum, file) => sum + file.deletions, 0),
})

/** Cancelled steps count as neither done nor to be done. */
export const planProgress = (todos: readonly Todo[]): { readonly done: number; readonly all: number } => {
  const counted = todos.filter((todo) => todo.status !== 'cancelled')
  return { done: counted.filter((todo) => todo.status === 'completed').length, all: counted.length }
}

/** A path as its folder and its name, so that the name stays readable when there is no room. */
export const splitName = (path: string): { readonly folder: string; readonly name: string } => {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return { folder: path.slice(0, at + 1), name: path.slice(at + 1) }
}
