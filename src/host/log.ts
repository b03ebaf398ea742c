// The host's log: a file in the data dir, bounded, without secrets.

import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pino, type Logger } from 'pino'
import { redactor } from './redact.ts'

export interface HostLog {
  readonly logger: Logger
  /** From now on none of these appears in the file. */
  readonly hide: (secrets: readonly string[]) => void
}

/** The app's one log, host, worker and servers together: with the one older file that is kept, 10 MiB at most. */
const MAX_FILE_BYTES = 5 * 1024 * 1024

/** A program that prints a book on one line has told enough by then. */
const MAX_LINE_BYTES = 16 * 1024

/** A server has a new password at each start; only the latest can still be printed by anybody. */
const MAX_SECRETS = 100

/**
 * Writes `<name>.log` in `dir`, the one before it is `<name>.old.log`. Logging never fails and never throws: a full
 * disk costs lines.
 * @param maxBytes of one file
 */
export function createLog(dir: string, name: string, maxBytes = MAX_FILE_BYTES): HostLog {
  const path = join(dir, `${name}.log`)
  let secrets: readonly string[] = []
  let redact = redactor(secrets)
  let file: { readonly fd: number; bytes: number } | null = null

  const openFile = (): { readonly fd: number; bytes: number } => {
    mkdirSync(dir, { recursive: true })
    const fd = openSync(path, 'a', 0o600)
    return { fd, bytes: fstatSync(fd).size }
  }
  const rotate = (fd: number): void => {
    closeSync(fd)
    file = null
    renameSync(path, join(dir, `${name}.old.log`))
  }
  const write = (line: string): void => {
    try {
      const bytes = bounded(redact(line))
      if (file !== null && file.bytes + bytes.length > maxBytes) rotate(file.fd)
      file ??= openFile()
      file.bytes += writeSync(file.fd, bytes)
    } catch {
      // Nowhere is left to say it.
    }
  }

  return {
    logger: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, level: 'info' }, { write }),
    hide: (more) => {
      secrets = [...new Set([...secrets, ...more])].slice(-MAX_SECRETS)
      redact = redactor(secrets)
    },
  }
}

/** Cut, a line is no JSON any more: what it began with is quoted instead. */
function bounded(line: string): Buffer {
  const bytes = Buffer.from(line)
  if (bytes.length <= MAX_LINE_BYTES) return bytes
  const begin = line.slice(0, MAX_LINE_BYTES / 4)
  return Buffer.from(`${JSON.stringify({ level: 40, cut: begin, msg: 'a line was too long' })}\n`)
}
