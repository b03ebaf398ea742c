// Folders of this machine, for a host without a folder dialog.

import { access, constants, readdir, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fail, ok, type Result } from '#contract/result'
import type { FolderListing } from '#contract/rpc'

/** A folder with more sub-folders than this is not browsed by eye; the path can still be typed. */
export const MAX_ENTRIES = 2_000

/** Hidden folders are listed too: which ones to show is the window's choice. */
export async function listFolder(path: string | null): Promise<Result<FolderListing>> {
  const checked = await checkFolder(path ?? homedir())
  if (!checked.ok) return checked
  const folder = checked.value
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .sort((a, b) => a.localeCompare(b))
    .slice(0, MAX_ENTRIES)
  const listed = await Promise.all(
    names.map(async (name) => {
      const full = join(folder, name)
      const isFolder = await stat(full).then(
        (found) => found.isDirectory(),
        () => false,
      )
      if (!isFolder) return []
      const git = await stat(join(full, '.git')).then(
        () => true,
        () => false,
      )
      return [{ name, path: full, git }]
    }),
  )
  const parent = dirname(folder)
  return ok({
    path: folder,
    parent: parent === folder ? null : parent,
    home: homedir(),
    entries: listed.flat(),
  })
}

/** The folder's real path, or one sentence why it can't be opened. */
export async function checkFolder(path: string): Promise<Result<string>> {
  if (!isAbsolute(path)) return fail('bad-request', 'A folder’s path starts at the root of the disk.')
  const found = await stat(path).catch(() => null)
  if (!found) return fail('not-found', `There is no folder ${path}.`)
  if (!found.isDirectory()) return fail('not-found', `${path} is a file, not a folder.`)
  const readable = await access(path, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!readable) return fail('not-readable', `The folder ${path} can’t be read by this account.`)
  return ok(await realpath(path))
}
