// Which events have come, by type and id. Two generations: a set that forgets its oldest entry at every new
// one costs a fifth of an event's whole way.

export interface RememberedIds {
  has(type: string, id: string): boolean
  /** Whether it had come before; it has now. */
  isRepeat(type: string, id: string): boolean
}

/** Remembers at least the last `count`, at most twice as many. */
export function rememberIds(count: number): RememberedIds {
  let young = new Map<string, Set<string>>()
  let old: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  let size = 0

  const has = (type: string, id: string): boolean =>
    young.get(type)?.has(id) === true || old.get(type)?.has(id) === true

  return {
    has,
    isRepeat: (type, id) => {
      if (has(type, id)) return true
      const ids = young.get(type)
      if (ids) ids.add(id)
      else young.set(type, new Set([id]))
      size++
      if (size < count) return false
      old = young
      young = new Map()
      size = 0
      return false
    },
  }
}
