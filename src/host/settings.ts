// The owner of settings.json. What it can't understand it keeps: unknown keys in place, a damaged file beside it.

import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail, ok, type Result } from '#contract/result'
import { defaultSettings, settingsSchema, type Settings } from '#contract/settings'

export interface SettingsStore {
  readonly current: () => Settings
  /** Written to disk (atomically) before it counts. Codes: `bad-request`, `storage`. */
  readonly write: (patch: Partial<Settings>) => Promise<Result<Settings>>
  /** Called after each change; the answer ends it. */
  readonly subscribe: (listener: (settings: Settings) => void) => () => void
  /** One sentence for the person when the file could not be used as it was. */
  readonly notice: string | null
}

type Json = Readonly<Record<string, unknown>>

/** Reads the file at `path`; one that is not there is no mistake. Never throws. */
export function openSettings(path: string): SettingsStore {
  const found = read(path)
  let stored = found.json
  let current = settingsSchema.parse(stored)
  let writing: Promise<unknown> = Promise.resolve()
  const listeners = new Set<(settings: Settings) => void>()

  const writeNow = async (patch: Partial<Settings>): Promise<Result<Settings>> => {
    if (!found.isWritable) return fail('storage', found.notice ?? `${path} can't be written.`)
    const merged = { ...stored, ...patch }
    const parsed = settingsSchema.safeParse(merged)
    if (!parsed.success) return fail('bad-request', 'These settings have a value that is not allowed.')
    try {
      await replaceFile(path, `${JSON.stringify(merged, null, 2)}\n`)
    } catch (cause) {
      return fail('storage', `The settings could not be saved to ${path} (${codeOf(cause)}).`)
    }
    stored = merged
    current = parsed.data
    for (const listener of listeners) listener(current)
    return ok(current)
  }

  return {
    current: () => current,
    write: (patch) => {
      // One after the other, or the second would be made from what the first is about to replace.
      const written = writing.then(() => writeNow(patch))
      writing = written
      return written
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    notice: found.notice,
  }
}

interface Found {
  readonly json: Json
  readonly notice: string | null
  readonly isWritable: boolean
}

function read(path: string): Found {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return { json: {}, notice: null, isWritable: true }
    const notice = `The settings in ${path} can't be read (${codeOf(cause)}), so the usual ones are used.`
    // A file that may not be read is not replaced by one with less in it.
    return { json: {}, notice, isWritable: false }
  }
  const raw = parseObject(text)
  if (raw !== null && settingsSchema.safeParse(raw).success)
    return { json: raw, notice: null, isWritable: true }
  const json = raw === null ? {} : allowedOf(raw)
  const lost =
    raw === null ? 'were damaged' : `had values that are not allowed (${missing(raw, json).join(', ')})`
  const aside = moveAside(path)
  if (aside === null) {
    const notice = `The settings in ${path} ${lost} and can't be moved aside, so changes are not saved.`
    return { json, notice, isWritable: false }
  }
  return {
    json,
    notice: `The settings ${lost}; the old file is kept as ${basename(aside)}.`,
    isWritable: true,
  }
}

function parseObject(text: string): Json | null {
  try {
    // Editors on Windows put a byte order mark first.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
  } catch {
    return null
  }
}

/** One wrong value costs itself only. */
const allowedOf = (raw: Json): Json =>
  Object.fromEntries(
    Object.entries(raw).filter(
      ([key, value]) => settingsSchema.safeParse({ ...defaultSettings, [key]: value }).success,
    ),
  )

const missing = (raw: Json, json: Json): readonly string[] => Object.keys(raw).filter((key) => !(key in json))

function moveAside(path: string): string | null {
  try {
    let n = 1
    const name = (): string => join(dirname(path), `settings.damaged-${n}.json`)
    while (existsSync(name())) n += 1
    renameSync(path, name())
    return name()
  } catch {
    return null
  }
}

/** After a crash at any point there is the old file or the new one, whole. */
async function replaceFile(path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  // People keep such files elsewhere and link to them: the link stays.
  const target = existsSync(path) ? realpathSync(path) : path
  const temporary = `${target}.new`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {})
    throw cause
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
