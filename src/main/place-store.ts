// `window.json` in the data dir: where the window was. Losing it costs a default window, so no failure is told.

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeSchema, type Place } from './bounds.ts'

export interface PlaceStore {
  readonly read: () => Place | null
  readonly write: (place: Place) => void
}

export function createPlaceStore(dataDir: string): PlaceStore {
  const path = join(dataDir, 'window.json')
  return {
    read: () => {
      try {
        return placeSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return null
      }
    },
    write: (place) => {
      try {
        writeFileSync(`${path}.new`, JSON.stringify(place))
        renameSync(`${path}.new`, path)
      } catch {
        // A full disk must not keep a window from closing.
      }
    },
  }
}
