import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readPageFile, resolvePagePath, rooted } from './files.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

const built = (): string => {
  root = mkdtempSync(join(tmpdir(), 'millrace-page-'))
  mkdirSync(join(root, 'renderer/assets'), { recursive: true })
  writeFileSync(join(root, 'secret.json'), '{}')
  writeFileSync(join(root, 'renderer/index.html'), '<script src="./assets/a.js"></script>')
  writeFileSync(join(root, 'renderer/assets/a.js'), '1')
  return join(root, 'renderer')
}

test('the app, its routes and a session that is opened directly get the page', () => {
  for (const path of ['/', '/index.html', '/session/ses_1', '/s/local/session/ses_1', '/s/a%20b/session/x'])
    expect(resolvePagePath(path), path).toEqual({ type: 'page' })
})

test('a built file is served with its type', () => {
  expect(resolvePagePath('/assets/index-B3_x-9.js')).toEqual({
    type: 'file',
    path: 'assets/index-B3_x-9.js',
    mime: 'text/javascript; charset=utf-8',
  })
})

test.each([
  '/../secret.json',
  '/assets/../../secret.json',
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/%2e%2e/secret',
  '/assets/..\\..\\secret.json',
  '/C:/secret.json',
  '/.env',
  '/assets/a.js%00.png',
  '/assets/unknown.exe',
  '/%ff',
])('%s is refused', (path) => {
  expect(resolvePagePath(path)).toEqual({ type: 'refused' })
})

test('a file is read from the built renderer and from nowhere else', async () => {
  const dir = built()
  expect(await readPageFile(dir, '/assets/a.js')).toMatchObject({ body: Buffer.from('1'), immutable: true })
  expect(await readPageFile(dir, '/assets/missing.js')).toBeNull()
  expect(await readPageFile(dir, '/../secret.json')).toBeNull()
})

test('the page finds its files from a route of any depth', async () => {
  const page = await readPageFile(built(), '/s/local/session/ses_1')
  expect(page?.body.toString()).toBe('<script src="/assets/a.js"></script>')
  expect(rooted('<link href="https://x/./y">')).toBe('<link href="https://x/./y">')
})
