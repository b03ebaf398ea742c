// Folders of a server's machine, as the server itself lists them.

import { posix, win32 } from 'node:path'
import { fail, ok, type Result } from '#contract/result'
import type { FolderListing } from '#contract/rpc'
import type { OpencodeClient } from './client.ts'
import { MAX_ENTRIES } from '../../servers/folders.ts'

/** @param path absolute on that machine; null for its home folder */
export async function listRemoteFolder(
  client: Pick<OpencodeClient, 'home' | 'files'>,
  path: string | null,
): Promise<Result<FolderListing>> {
  const home = await client.home()
  if (!home.ok) return home
  const { isAbsolute, normalize, parse, dirname, relative } = /^[A-Za-z]:/.test(home.value) ? win32 : posix
  const typed = path ?? home.value
  if (!isAbsolute(typed)) return fail('bad-request', 'A folder’s path starts at the root of the disk.')
  const folder = withoutEnd(normalize(typed), parse(typed).root)
  // Seen from the root: the server runs the configuration of the folder that it is asked to look from.
  const { root } = parse(folder)
  const found = await client.files(root, relative(root, folder))
  if (!found.ok) {
    // It answers 500 for a folder that is not there (seen).
    return found.error.code === 'server-error'
      ? fail('not-found', `The server can’t list ${folder}: it is not there, or may not be read.`)
      : found
  }
  const parent = dirname(folder)
  return ok({
    path: folder,
    parent: parent === folder ? null : parent,
    home: home.value,
    entries: found.value
      .filter(({ type }) => type === 'directory')
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, MAX_ENTRIES)
      // Which of them are repositories would take a request for each.
      .map(({ name, absolute }) => ({ name, path: absolute, git: false })),
  })
}

const withoutEnd = (path: string, root: string): string =>
  path.length > root.length ? path.replace(/[\\/]+$/, '') : path
