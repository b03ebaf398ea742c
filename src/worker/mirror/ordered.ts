/** Inserts `id` into a list kept in ascending order; almost always at its end. False when it was there. */
export function insertOrdered<T extends string>(list: T[], id: T): boolean {
  let at = list.length
  for (; at > 0; at--) {
    const before = list[at - 1]
    if (before === id) return false
    if (before !== undefined && before < id) break
  }
  list.splice(at, 0, id)
  return true
}

export function removeOrdered<T extends string>(list: T[], id: T): void {
  const at = list.lastIndexOf(id)
  if (at >= 0) list.splice(at, 1)
}
