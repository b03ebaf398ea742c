// The memory behind the palette's "recent": a convenience that may be forgotten.

import { parseRecent, withRecent } from './recent.logic.ts'

const KEY = 'millrace.palette'

export const readRecent = (): readonly string[] => {
  try {
    return parseRecent(localStorage.getItem(KEY))
  } catch {
    return []
  }
}

export const rememberRecent = (id: string): void => {
  try {
    localStorage.setItem(KEY, JSON.stringify(withRecent(readRecent(), id)))
  } catch {
    return
  }
}
