// From a request's path to a file of the built renderer. Routes of the app (`/s/<server>/session/<id>`) are no
// files: they get the page, which reads its own address.

import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

export type PagePath =
  /** `path` is relative to the renderer's folder, with forward slashes. */
  | { readonly type: 'file'; readonly path: string; readonly mime: string }
  | { readonly type: 'page' }
  | { readonly type: 'refused' }

export interface PageFile {
  readonly body: Buffer
  readonly mime: string
  /** The build puts a hash of the content into the names under `assets/`. */
  readonly immutable: boolean
}

const PAGE_MIME = 'text/html; charset=utf-8'

const MIME: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/** Names that the build makes; everything else in a path (`..`, drive letters, streams, escapes) is refused. */
const FILE_NAME = /^[\w@-][\w@.-]*$/

/** @param pathname of the request, still percent-encoded, without query */
export function resolvePagePath(pathname: string): PagePath {
  const segments = pathname.split('/').filter((segment) => segment !== '')
  const last = segments.at(-1) ?? ''
  const mime = MIME[extname(last)]
  if (last === 'index.html' && segments.length === 1) return { type: 'page' }
  if (mime !== undefined && segments.every((segment) => FILE_NAME.test(segment)))
    return { type: 'file', path: segments.join('/'), mime }
  // A session's id never holds a dot, so a dot asks for a file that is not there, or for one it must not have.
  return decoded(pathname)?.includes('.') === false ? { type: 'page' } : { type: 'refused' }
}

/**
 * Reads from the built renderer; null when there is nothing to serve under that path.
 * Throws when the page itself can't be read: then the app is not built.
 */
export async function readPageFile(root: string, pathname: string): Promise<PageFile | null> {
  const found = resolvePagePath(pathname)
  if (found.type === 'refused') return null
  if (found.type === 'page') return { body: await readPage(root), mime: PAGE_MIME, immutable: false }
  try {
    const body = await readFile(join(root, found.path))
    return { body, mime: found.mime, immutable: found.path.startsWith('assets/') }
  } catch {
    return null
  }
}

async function readPage(root: string): Promise<Buffer> {
  const html = await readFile(join(root, 'index.html'), 'utf8')
  return Buffer.from(rooted(html))
}

/** The build's addresses are relative to the page, which would not hold on a route three levels deep. */
export const rooted = (html: string): string => html.replaceAll(/\b(src|href)="\.\//g, '$1="/')

const decoded = (pathname: string): string | null => {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
