import { expect, it } from 'vitest'
import { dataPaths, defaultDataDir } from './paths.ts'

it.each([
  ['linux', {}, '/home/ada', '/home/ada/.local/share/millrace'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/ada', '/data/millrace'],
  ['linux', { XDG_DATA_HOME: 'data' }, '/home/ada', '/home/ada/.local/share/millrace'],
  ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Millrace'],
  [
    'win32',
    { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
    'C:\\Users\\ada',
    'C:\\Users\\ada\\AppData\\Roaming\\Millrace',
  ],
  ['win32', {}, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Roaming\\Millrace'],
] as const)('on %s with %j the data is where that system keeps it', (platform, env, home, expected) => {
  expect(defaultDataDir(env, platform, home)).toBe(expected)
})

it('everything lies below the data dir', () => {
  const { dir, ...below } = dataPaths('/data', 'linux')
  for (const path of Object.values(below)) expect(path.startsWith(`${dir}/`)).toBe(true)
})
