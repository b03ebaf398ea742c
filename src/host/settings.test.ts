import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { defaultSettings } from '#contract/settings'
import { openSettings } from './settings.ts'

let dir = ''
let path = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-settings-'))
  path = join(dir, 'settings.json')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const stored = (): unknown => JSON.parse(readFileSync(path, 'utf8'))

it('starts with the usual settings and writes nothing until something is changed', () => {
  const settings = openSettings(path)
  expect(settings.current()).toEqual(defaultSettings)
  expect(settings.notice).toBeNull()
  expect(readdirSync(dir)).toEqual([])
})

it('keeps a change for the next start and tells it to those who listen', async () => {
  const settings = openSettings(join(dir, 'not/there/settings.json'))
  const heard: unknown[] = []
  const end = settings.subscribe((value) => heard.push(value.theme))
  expect(await settings.write({ theme: 'dark' })).toMatchObject({ ok: true, value: { theme: 'dark' } })
  end()
  await settings.write({ theme: 'light' })
  expect(heard).toEqual(['dark'])
  expect(openSettings(join(dir, 'not/there/settings.json')).current().theme).toBe('light')
})

it('loses nothing when several changes come at once', async () => {
  const settings = openSettings(path)
  await Promise.all([settings.write({ theme: 'dark' }), settings.write({ sidebarWidth: 300 })])
  expect(stored()).toEqual({ theme: 'dark', sidebarWidth: 300 })
  expect(readdirSync(dir)).toEqual(['settings.json'])
})

it('keeps keys it does not know', async () => {
  writeFileSync(path, '{ "fromTheFuture": { "a": 1 } }')
  await openSettings(path).write({ theme: 'dark' })
  expect(stored()).toEqual({ fromTheFuture: { a: 1 }, theme: 'dark' })
})

it('refuses a value that is not allowed and keeps what was', async () => {
  const settings = openSettings(path)
  expect(await settings.write({ theme: 'blue' as 'dark' })).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  })
  expect(settings.current()).toEqual(defaultSettings)
})

it('moves a damaged file aside, says so, and never overwrites an earlier one', () => {
  writeFileSync(path, '{ "theme": "da')
  expect(openSettings(path).notice).toBe(
    'The settings were damaged; the old file is kept as settings.damaged-1.json.',
  )
  writeFileSync(path, '[]')
  expect(openSettings(path).notice).toContain('settings.damaged-2.json')
  expect(readFileSync(join(dir, 'settings.damaged-1.json'), 'utf8')).toBe('{ "theme": "da')
})

it('loses only the value that is wrong', () => {
  writeFileSync(path, '{ "theme": "blue", "sidebarWidth": 310, "other": 1 }')
  const settings = openSettings(path)
  expect(settings.current()).toEqual({ ...defaultSettings, sidebarWidth: 310 })
  expect(settings.notice).toContain('(theme)')
})

it('says so when the file cannot be read, and does not replace it', async () => {
  mkdirSync(path)
  const settings = openSettings(path)
  expect(settings.notice).toContain("can't be read")
  expect(await settings.write({ theme: 'dark' })).toMatchObject({ ok: false, error: { code: 'storage' } })
})

it('says so when nothing can be written, and the old value stays', async () => {
  const settings = openSettings(path)
  const blocked = `${path}.new`
  mkdirSync(blocked)
  expect(await settings.write({ theme: 'dark' })).toMatchObject({ ok: false, error: { code: 'storage' } })
  expect(settings.current().theme).toBe('system')
})

it.skipIf(process.platform === 'win32')('writes through a link', async () => {
  writeFileSync(join(dir, 'elsewhere.json'), '{}')
  symlinkSync(join(dir, 'elsewhere.json'), path)
  await openSettings(path).write({ theme: 'dark' })
  expect(lstatSync(path).isSymbolicLink()).toBe(true)
  expect(stored()).toEqual({ theme: 'dark' })
})

it('reads servers from before there were two kinds as opencode servers', () => {
  const far = { id: 'a', name: 'Far', url: 'http://far:4096', username: 'opencode' }
  writeFileSync(path, JSON.stringify({ servers: [far] }))
  expect(openSettings(path).current().servers).toEqual([{ ...far, kind: 'url' }])
})
