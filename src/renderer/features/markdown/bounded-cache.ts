/** Values by the text they were made of, bounded by the length of those texts. */
export interface BoundedCache<T> {
  get(text: string): T | undefined
  set(text: string, value: T): void
}

/** @param maxChars of texts; the one that was not asked for longest goes first */
export function createBoundedCache<T>(maxChars: number): BoundedCache<T> {
  const values = new Map<string, T>()
  let chars = 0
  const remove = (text: string) => {
    if (values.delete(text)) chars -= text.length
  }
  const put = (text: string, value: T) => {
    values.set(text, value)
    chars += text.length
  }
  return {
    get(text) {
      const value = values.get(text)
      if (value === undefined) return undefined
      remove(text)
      put(text, value)
      return value
    },
    set(text, value) {
      remove(text)
      put(text, value)
      for (const oldest of values.keys()) {
        if (chars <= maxChars) return
        remove(oldest)
      }
    },
  }
}
