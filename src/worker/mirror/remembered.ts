/**
 * Ids of what is gone are remembered so that an answer under way does not bring it back. An answer is
 * under way for minutes at most; in that time no server loses as many as this, so the oldest are safe to
 * forget.
 */
const REMEMBERED_GONE = 4_096

export function remember<T>(gone: Set<T>, id: T): void {
  // Again at the end: the newest loss counts.
  gone.delete(id)
  gone.add(id)
  if (gone.size <= REMEMBERED_GONE) return
  const oldest = gone.values().next().value
  if (oldest !== undefined) gone.delete(oldest)
}
