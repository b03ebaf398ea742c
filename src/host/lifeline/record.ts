// One small file per running server in the data dir, so that the next start can end what a killed host and a
// killed reaper left behind. It holds no secret.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

const recordSchema = z.object({
  /** The host that started it: while it lives, its servers are nobody else's to end. */
  hostPid: z.number(),
  hostStart: z.nullable(z.string()),
  token: z.string(),
  /** Null until the server runs; the token alone finds it then. */
  pid: z.nullable(z.number()),
  start: z.nullable(z.string()),
})

export type LifelineRecord = Readonly<z.infer<typeof recordSchema>>

/** Written synchronously: the file has to be there before the process is. Throws when the folder can't be written. */
export function writeRecord(dir: string, record: LifelineRecord): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(recordPath(dir, record.token), JSON.stringify(record))
}

export function removeRecord(dir: string, token: string): void {
  rmSync(recordPath(dir, token), { force: true })
}

/** All records in `dir`; files that are none (cut short by a crash) are removed. */
export function readRecords(dir: string): readonly LifelineRecord[] {
  return recordFiles(dir).flatMap((name) => {
    const path = join(dir, name)
    try {
      return [recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')))]
    } catch {
      rmSync(path, { force: true })
      return []
    }
  })
}

function recordFiles(dir: string): readonly string[] {
  try {
    return readdirSync(dir).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

const recordPath = (dir: string, token: string): string => join(dir, `${token}.json`)
