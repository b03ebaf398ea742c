// A window of another contract than the worker's loads itself again, but not for ever.

const KEY = 'millrace.reloads'
/** One is enough when a newer page is there to be had; the second covers a page that was being replaced. */
const MAX_RELOADS = 2

/** True when the page may load again; false when it has done so in vain. */
export function mayReload(storage: Pick<Storage, 'getItem' | 'setItem'>): boolean {
  const done = Number(storage.getItem(KEY) ?? 0)
  if (!(done < MAX_RELOADS)) return false
  storage.setItem(KEY, String(done + 1))
  return true
}

/** The contract fits: the next mismatch starts counting anew. */
export const reloadHelped = (storage: Pick<Storage, 'removeItem'>) => storage.removeItem(KEY)
