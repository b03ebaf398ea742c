import { defaultFilter } from 'cmdk'
import { expect, it } from 'vitest'
import { MAX_FOUND, rank } from './rank.logic.ts'

const score = (text: string, search: string): number => defaultFilter(text, search)
const item = (label: string, hint: string | null = null) => ({ id: label, label, hint })
const found = (labels: readonly string[], search: string, recent: readonly string[] = []) =>
  rank(
    labels.map((label) => item(label)),
    search,
    recent,
    score,
  ).map((each) => each.label)

it('leaves out texts that only hold the letters somewhere', () => {
  expect(found(['Flaky test in the coalescer', 'Theme: dark', 'Upgrade the toolchain'], 'theme')).toEqual([
    'Theme: dark',
  ])
})

it('finds by the first letters of words', () => {
  expect(found(['Settings', 'New session'], 'ns')[0]).toBe('New session')
})

it('finds by the project’s name too, after those found by their own', () => {
  const items = [item('Move the images', 'site'), item('Site map')]
  expect(rank(items, 'site', [], score).map((each) => each.label)).toEqual(['Site map', 'Move the images'])
})

it('prefers what was chosen lately between equals', () => {
  expect(found(['Theme: light', 'Theme: dark'], 'theme', ['Theme: dark'])[0]).toBe('Theme: dark')
})

it('shows a bounded number', () => {
  const many = Array.from({ length: 200 }, (_, index) => `Visit ${index}`)
  expect(found(many, 'visit')).toHaveLength(MAX_FOUND)
})
