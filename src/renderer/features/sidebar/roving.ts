// Arrow keys over the rows of the sidebar, in the order they are drawn.

import type { KeyboardEvent } from 'react'

const rows = (list: Element): readonly HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-row]')]

export const focusRow = (list: Element | null, at: 'first' | 'last'): void => {
  if (list !== null)
    rows(list)
      .at(at === 'first' ? 0 : -1)
      ?.focus()
}

const target = (key: string, all: readonly HTMLElement[], at: number): HTMLElement | undefined => {
  switch (key) {
    case 'ArrowDown':
      return all[at + 1]
    case 'ArrowUp':
      return all[at - 1]
    case 'Home':
      return all[0]
    case 'End':
      return all.at(-1)
    default:
      return undefined
  }
}

export const moveByKey = (event: KeyboardEvent<HTMLElement>): void => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const all = rows(event.currentTarget)
  const at = all.findIndex((row) => row === document.activeElement)
  if (at === -1) return
  const next = target(event.key, all, at)
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** Where the focus goes when a row leaves. */
export const neighbourOf = (row: HTMLElement | null): HTMLElement | null => {
  const list = row?.closest('[data-testid="session-list"]') ?? null
  if (row === null || list === null) return null
  const all = rows(list)
  const at = all.indexOf(row)
  return all[at + 1] ?? all[at - 1] ?? null
}
