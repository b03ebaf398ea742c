// What a person opened, kept while its row is not drawn: rows come and go as the view moves.

import { useCallback, useSyncExternalStore } from 'react'

/** More rows than anyone opens in one sitting; the one that was set longest ago goes first. */
const MAX_KEPT = 5_000

export interface Kept {
  get(key: string): boolean | undefined
  set(key: string, value: boolean): void
  subscribe(key: string, listener: () => void): () => void
}

export function createKept(max = MAX_KEPT): Kept {
  const values = new Map<string, boolean>()
  const listeners = new Map<string, Set<() => void>>()
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key)
      values.set(key, value)
      const oldest = values.keys().next().value
      if (values.size > max && oldest !== undefined) values.delete(oldest)
      for (const listener of listeners.get(key) ?? []) listener()
    },
    subscribe(key, listener) {
      const known = listeners.get(key) ?? new Set()
      listeners.set(key, known.add(listener))
      return () => {
        known.delete(listener)
        if (known.size === 0 && listeners.get(key) === known) listeners.delete(key)
      }
    },
  }
}

const kept = createKept()

/** @param key one per thing and place: `row` and an id. */
export function useKept(key: string, initial: boolean): [boolean, (value: boolean) => void] {
  const listen = useCallback((listener: () => void) => kept.subscribe(key, listener), [key])
  const value = useSyncExternalStore(listen, () => kept.get(key))
  const set = useCallback((next: boolean) => kept.set(key, next), [key])
  return [value ?? initial, set]
}

export const rowKey = (id: string): string => `row ${id}`

/** A row of reads grows by what comes after: its first part stays. */
export const exploredKey = ([first]: readonly { readonly id: string }[]): string =>
  rowKey(`explored ${first?.id}`)

/** Opens a row from outside, drawn or not. */
export const openRow = (key: string): void => kept.set(key, true)
