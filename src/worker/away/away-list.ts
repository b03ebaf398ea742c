// What happened while nobody was there, until a person has seen it. Written down first, told once: one
// list for all windows and for the next life of the worker.

import type { AwayItem } from '#contract/away'
import type { AskID, ServerID } from '#contract/ids'
import type { Millis } from '#contract/model'
import type { JournalStore } from '../journal/store.ts'

/** More than anyone reads through; the sidebar marks every session that has news. */
const MAX_ITEMS = 100
/** A window that is loaded again leaves nobody for about a second: that is not being away. */
const RELOAD_MS = 3_000

export interface AwayList {
  /** Found by comparing with what a former life of the worker knew. */
  found(items: readonly AwayItem[]): void
  /** Happened just now, with no window there. */
  unattended(items: readonly AwayItem[]): void
  /** A window came: what happened while it was loading is no news. */
  windowCame(now: Millis): void
  answered(server: ServerID, ask: AskID): void
  /** A person had it before their eyes: no later life tells it again. */
  told(ids: readonly string[]): void
  dismiss(ids: readonly string[]): void
  forgetServer(server: ServerID): void
  items(): readonly AwayItem[]
}

export function createAwayList(journal: JournalStore, onChange: () => void): AwayList {
  let items = journal.untold()
  let fresh = new Set<string>()

  const add = (more: readonly AwayItem[]): boolean => {
    const unknown = more.filter((item) => !items.some((other) => other.id === item.id))
    if (unknown.length === 0) return false
    journal.saveUntold(unknown)
    items = [...items, ...unknown].slice(-MAX_ITEMS)
    return true
  }
  const drop = (isOver: (item: AwayItem) => boolean): void => {
    const over = items.filter(isOver)
    if (over.length === 0) return
    journal.told(over.map((item) => item.id))
    items = items.filter((item) => !isOver(item))
    onChange()
  }

  return {
    items: () => items,
    found: (more) => {
      if (add(more)) onChange()
    },
    unattended: (more) => {
      for (const { id } of more) fresh.add(id)
      if (add(more)) onChange()
    },
    windowCame: (now) => {
      drop((item) => fresh.has(item.id) && now - item.at < RELOAD_MS)
      fresh = new Set()
    },
    answered: (server, ask) => drop((item) => item.server === server && item.ask === ask),
    told: (ids) => journal.told(ids),
    dismiss: (ids) => drop((item) => ids.includes(item.id)),
    forgetServer: (server) => drop((item) => item.server === server),
  }
}
