// The end of the app's log, fit to be given away: what servers printed is left out (it can be content), and no path
// tells a person's name.

import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fail, ok, type Result } from '#contract/result'
import { withoutPaths } from '#contract/without-paths'

/** Days of an app that is well, and the last hour of one that is not; it must fit into one answer. */
const MAX_BYTES = 1024 * 1024

/** As the host names them (log.ts in src/host), older first. */
const FILES = ['host.old.log', 'host.log'] as const

export async function readLogs(dataDir: string, home = homedir()): Promise<Result<string>> {
  let text = ''
  let isRead = false
  for (const name of FILES) {
    const tail = await readEnd(join(dataDir, 'logs', name))
    isRead ||= tail !== null
    text += tail ?? ''
  }
  if (!isRead) return fail('storage', 'The log could not be read.')
  return ok(
    text
      .slice(-MAX_BYTES)
      .split('\n')
      .flatMap((line) => clean(line, home) ?? [])
      .join('\n'),
  )
}

async function readEnd(path: string): Promise<string | null> {
  const file = await open(path).catch(() => null)
  if (file === null) return null
  try {
    const { size } = await file.stat()
    const length = Math.min(size, MAX_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    return null
  } finally {
    await file.close()
  }
}

/** Null: half a line at the cut, or one that is not for others. */
function clean(line: string, home: string): string | null {
  try {
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>
    if ('line' in entry || 'cut' in entry) return null
    // First, because a home folder's name can hold a space.
    return withoutPaths(line.replaceAll(JSON.stringify(home).slice(1, -1), '/home/[name]'))
  } catch {
    return null
  }
}
