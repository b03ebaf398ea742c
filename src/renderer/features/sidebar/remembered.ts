// A set of keys that this computer's windows remember: pinned sessions, folded projects. A convenience:
// storage that is full or forbidden costs the memory, never the list.

import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Remembered {
  readonly store: StoreApi<{ readonly keys: ReadonlySet<string> }>
  readonly toggle: (key: string) => void
}

/** More than anyone pins or folds by hand; keys of deleted sessions would otherwise collect forever. */
export const MAX_REMEMBERED = 500

export const createRemembered = (
  storage: Pick<Storage, 'getItem' | 'setItem'> | null,
  name: string,
): Remembered => {
  const store = createStore<{ readonly keys: ReadonlySet<string> }>(() => ({ keys: read(storage, name) }))
  return {
    store,
    toggle(key) {
      const keys = new Set(store.getState().keys)
      if (!keys.delete(key)) keys.add(key)
      const kept = [...keys].slice(-MAX_REMEMBERED)
      store.setState({ keys: new Set(kept) })
      try {
        storage?.setItem(name, JSON.stringify(kept))
      } catch {
        return
      }
    },
  }
}

const read = (storage: Pick<Storage, 'getItem'> | null, name: string): ReadonlySet<string> => {
  try {
    const value: unknown = JSON.parse(storage?.getItem(name) ?? '[]')
    return new Set(Array.isArray(value) ? value.filter((key): key is string => typeof key === 'string') : [])
  } catch {
    return new Set()
  }
}

const browserStorage = (): Storage | null => {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

export const pins = createRemembered(browserStorage(), 'millrace.pinned')
export const folded = createRemembered(browserStorage(), 'millrace.folded')
