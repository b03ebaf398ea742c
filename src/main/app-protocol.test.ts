import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerPage, devPolicy } from './app-protocol.ts'

// The npm package would look for the runtime.
vi.mock('electron', () => ({}))

let dir = ''
let root = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-app-'))
  root = join(dir, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), 'the page')
  writeFileSync(join(root, 'assets/worker.js'), 'the script')
  writeFileSync(join(dir, 'secret.json'), 'a secret')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const ask = (url: string, method = 'GET'): Promise<Response> => answerPage(root, { method, url })

test('a window gets the page on every route, and its files', async () => {
  for (const route of ['app://millrace/', 'app://millrace/s/local/session/ses_1?x=1#y'])
    expect(await (await ask(route)).text(), route).toBe('the page')
  const script = await ask('app://millrace/assets/worker.js')
  expect(await script.text()).toBe('the script')
  expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
})

test.each([
  ['app://millrace/assets/none.js', 404],
  ['app://elsewhere/', 404],
  ['app://millrace/..%2fsecret.json', 404],
  ['app://millrace/%2e%2e/secret.json', 404],
])('%s answers %i', async (url, status) => {
  expect((await ask(url)).status).toBe(status)
})

test('a page can only read', async () => {
  expect((await ask('app://millrace/', 'POST')).status).toBe(405)
  expect(await (await ask('app://millrace/', 'HEAD')).text()).toBe('')
})

test('every answer carries the policy, a worker’s script and a refusal too', async () => {
  const urls = [
    'app://millrace/',
    'app://millrace/assets/worker.js',
    'app://millrace/none.js',
    'app://other/',
  ]
  for (const answer of [
    ...(await Promise.all(urls.map((url) => ask(url)))),
    await ask('app://millrace/', 'PUT'),
  ]) {
    expect(answer.headers.get('content-security-policy')).toContain("connect-src 'none'")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('in development a window reaches its own server and nothing else', () => {
  expect(devPolicy('http://localhost:5173')).toContain("connect-src 'self' ws://localhost:5173;")
})
