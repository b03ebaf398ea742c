/** The server's browser of folders: the real disk below `root`. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { textField } from './body.ts'
import { error, invalid, json, text, type Reply } from './replies.ts'

export interface Files {
  list(query: URLSearchParams): Reply
  makeFolder(body: unknown): Reply
  read(query: URLSearchParams): Reply
}

/** The server's own limit on a file's content here. */
const MAX_CONTENT_BYTES = 5 * 1024 * 1024

/** Restricted: paths are relative to the root and stay inside; unrestricted: they are absolute. */
export function createFiles(root: string, isRestricted: boolean): Files {
  const locate = (path: string): string | null => {
    const absolute = resolve(root, path)
    return isRestricted && relative(root, absolute).startsWith('..') ? null : absolute
  }
  const shown = (absolute: string): string => (isRestricted ? relative(root, absolute) || '.' : absolute)

  return {
    list(query) {
      const folder = locate(query.get('path') || '.')
      if (folder === null) return error(400, 'Path is outside the workspace root')
      // `includeFiles=false` counts as true there: only the empty value hides files.
      const withFiles = query.get('includeFiles') !== ''
      try {
        const entries = readdirSync(folder, { withFileTypes: true })
          .filter((entry) => withFiles || entry.isDirectory())
          .map((entry) => describe(join(folder, entry.name), shown(join(folder, entry.name))))
        const isTop = isRestricted ? folder === root : dirname(folder) === folder
        return json(200, {
          entries,
          metadata: {
            scope: isRestricted ? 'restricted' : 'unrestricted',
            currentPath: shown(folder),
            ...(isTop ? {} : { parentPath: shown(dirname(folder)) }),
            rootPath: root,
            homePath: homedir(),
            displayPath: folder,
            pathKind: isRestricted ? 'relative' : 'absolute',
          },
        })
      } catch (cause) {
        return error(400, String(cause))
      }
    },
    makeFolder(body) {
      const name = textField(body, 'name')
      if (name === null) return invalid('name')
      const parent = locate(textField(body, 'parentPath') ?? '.')
      if (parent === null) return text(403, 'Path is outside the workspace root')
      if (name.includes('/') || name === '..') return text(400, 'Invalid folder name')
      const absolutePath = join(parent, name)
      try {
        mkdirSync(absolutePath)
        return json(201, { path: shown(absolutePath), absolutePath })
      } catch (cause) {
        const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
        return isThere ? text(409, 'Folder already exists') : text(400, String(cause))
      }
    },
    read(query) {
      const file = locate(query.get('path') ?? '')
      if (file === null) return text(400, 'Path is outside the workspace root')
      const encoding = query.get('encoding') === 'base64' ? 'base64' : 'utf-8'
      try {
        const bytes = readFileSync(file)
        if (bytes.length > MAX_CONTENT_BYTES) return text(400, 'File is too large')
        return json(200, { path: shown(file), contents: bytes.toString(encoding), encoding })
      } catch (cause) {
        return text(400, String(cause))
      }
    },
  }
}

function describe(absolutePath: string, path: string): object {
  const stats = statSync(absolutePath, { throwIfNoEntry: false })
  const isFolder = stats?.isDirectory() ?? false
  return {
    name: basename(absolutePath),
    path,
    absolutePath,
    type: isFolder ? 'directory' : 'file',
    ...(stats && !isFolder ? { size: stats.size } : {}),
    modifiedAt: new Date(stats?.mtimeMs ?? 0).toISOString(),
  }
}
