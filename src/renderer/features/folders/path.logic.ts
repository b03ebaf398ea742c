// The path field of the folder browser: what is typed splits into the folder to list and the start of a
// name in it. Paths are those of the server's machine, so both separators are known here.

import type { FolderEntry } from '#contract/rpc'

export interface TypedPath {
  /** The folder to list; null lists the server's default (home). */
  readonly folder: string | null
  /** The start of a name inside it. */
  readonly start: string
}

const separatorOf = (path: string): '/' | '\\' => (path.includes('\\') && !path.includes('/') ? '\\' : '/')

export const withSeparator = (path: string): string => (/[\\/]$/.test(path) ? path : path + separatorOf(path))

export const expandHome = (typed: string, home: string | null): string =>
  home !== null && (typed === '~' || typed.startsWith('~/') || typed.startsWith('~\\'))
    ? home + (typed.length === 1 ? separatorOf(home) : typed.slice(1))
    : typed

export const splitPath = (typed: string): TypedPath => {
  const at = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\'))
  if (at < 0) return { folder: null, start: typed }
  const folder = typed.slice(0, at)
  // "/" and "C:\" are folders only with their separator.
  const isRoot = folder === '' || /^[A-Za-z]:$/.test(folder)
  return { folder: isRoot ? typed.slice(0, at + 1) : folder, start: typed.slice(at + 1) }
}

/** Names that begin with what is typed come first, then those that hold it; hidden ones only when asked. */
export const narrow = (entries: readonly FolderEntry[], start: string): readonly FolderEntry[] => {
  const wanted = start.toLowerCase()
  const visible = entries.filter((entry) => wanted.startsWith('.') || !entry.name.startsWith('.'))
  if (wanted === '') return visible
  const begins = visible.filter((entry) => entry.name.toLowerCase().startsWith(wanted))
  const holds = visible.filter(
    (entry) => !entry.name.toLowerCase().startsWith(wanted) && entry.name.toLowerCase().includes(wanted),
  )
  return [...begins, ...holds]
}

/** What "Open" would open: the typed path without its last separator. */
export const chosenFolder = (typed: string): string => {
  const trimmed = typed.trim()
  if (/^([A-Za-z]:)?[\\/]$/.test(trimmed)) return trimmed
  return trimmed.replace(/[\\/]+$/, '')
}

export const baseName = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path

export const isAbsolute = (path: string): boolean => /^([\\/]|[A-Za-z]:[\\/])/.test(path)
