// `windows.json` in the data dir: where each window was and what it showed. Losing it costs a default window, so no
// failure is told.

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { placeSchema } from './bounds.ts'

/** More windows than anyone has open; a damaged file must not open a thousand. */
const MAX_WINDOWS = 24

const windowSchema = z.object({
  place: placeSchema,
  /** A path of the app's own page; what is none falls back to the first screen. */
  route: z.string().check(z.startsWith('/')),
})
const fileSchema = z.object({ windows: z.array(windowSchema).check(z.maxLength(MAX_WINDOWS)) })

export type SavedWindow = Readonly<z.infer<typeof windowSchema>>

export interface PlaceStore {
  /** In the order of their last use, the most recent last; empty when nothing is known. */
  readonly read: () => readonly SavedWindow[]
  readonly write: (windows: readonly SavedWindow[]) => void
}

export function createPlaceStore(dataDir: string): PlaceStore {
  const path = join(dataDir, 'windows.json')
  return {
    read: () => {
      try {
        return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).windows
      } catch {
        return []
      }
    },
    write: (windows) => {
      try {
        writeFileSync(`${path}.new`, JSON.stringify({ windows: windows.slice(-MAX_WINDOWS) }))
        renameSync(`${path}.new`, path)
      } catch {
        // A full disk must not keep a window from closing.
      }
    },
  }
}
