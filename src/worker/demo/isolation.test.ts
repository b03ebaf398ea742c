import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareIsolatedOpencode, withoutOpencodeVariables } from './isolation.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'millrace-isolation-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const prepare = (more: object = {}) =>
  prepareIsolatedOpencode({ root, modelUrl: 'http://127.0.0.1:4000/v1', serverVersion: '1.18.33', ...more })
const readJson = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(root, 'config', 'opencode', name), 'utf8'))

test('every folder that opencode writes to lies below the root', async () => {
  const { env } = await prepare()
  for (const name of [
    'HOME',
    'XDG_CONFIG_HOME',
    'XDG_DATA_HOME',
    'XDG_CACHE_HOME',
    'XDG_STATE_HOME',
    'TMPDIR',
  ]) {
    expect(env[name]?.startsWith(root), name).toBe(true)
    expect(await readdir(env[name] ?? '')).toBeDefined()
  }
})

test('edits and commands ask and the web is closed, unless told otherwise', async () => {
  await prepare()
  expect(await readJson('opencode.json')).toMatchObject({
    permission: { edit: 'ask', bash: 'ask', webfetch: 'deny' },
  })
  await prepare({ permission: { bash: 'allow' } })
  expect(await readJson('opencode.json')).toMatchObject({
    permission: { edit: 'ask', bash: 'allow', webfetch: 'deny' },
  })
})

test('the plugin counts as installed, so nothing is fetched', async () => {
  await prepare()
  const dependencies = { '@opencode-ai/plugin': '1.18.33' }
  expect(await readJson('package.json')).toEqual({ dependencies })
  expect(await readJson('package-lock.json')).toMatchObject({ packages: { '': { dependencies } } })
  expect(await readdir(join(root, 'config', 'opencode', 'node_modules'))).toEqual([])
})

test("a person's own opencode variables are left out", () => {
  expect(withoutOpencodeVariables({ PATH: '/bin', OPENCODE_CONFIG: '/mine', opencode_api_key: 'x' })).toEqual(
    { PATH: '/bin' },
  )
})
