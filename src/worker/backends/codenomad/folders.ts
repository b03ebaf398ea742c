// The server's own browser of folders. A server that is kept to one folder takes paths relative to it.

import { posix, win32 } from 'node:path'
import { ok, type Result } from '#contract/result'
import type { FolderListing } from '#contract/rpc'
import { MAX_ENTRIES } from '../../servers/folders.ts'
import type { JsonHttp } from '../json-http.ts'
import { wireListing, type WireListing } from './wire.ts'

/** @param path absolute on that machine; null for where the server begins */
export async function listCodenomadFolder(
  http: Pick<JsonHttp, 'read'>,
  path: string | null,
): Promise<Result<FolderListing>> {
  const list = (asked: string): Promise<Result<WireListing>> =>
    // `includeFiles=false` counts as true there: only the empty value hides files.
    http.read(wireListing, { path: '/api/filesystem', query: { path: asked, includeFiles: '' } })
  const top = await list('.')
  if (!top.ok) return top
  const { scope, rootPath, homePath } = top.value.metadata
  const names = /^[A-Za-z]:/.test(rootPath) ? win32 : posix
  const isRestricted = scope === 'restricted'
  const begin = isRestricted ? rootPath : homePath
  const wanted = path ?? begin
  const found = await list(isRestricted ? names.relative(rootPath, wanted) || '.' : wanted)
  if (!found.ok) return found
  const { metadata, entries } = found.value
  const here = isRestricted ? names.resolve(rootPath, metadata.currentPath) : metadata.currentPath
  const parent = metadata.parentPath
  return ok({
    path: here,
    parent: parent === undefined ? null : isRestricted ? names.resolve(rootPath, parent) : parent,
    home: begin,
    entries: entries
      .filter(({ type }) => type === 'directory')
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, MAX_ENTRIES)
      .map(({ name, absolutePath }) => ({ name, path: absolutePath, git: false })),
  })
}
