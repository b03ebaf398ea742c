import { expect, it } from 'vitest'
import { withoutPaths } from './without-paths.ts'

it('takes out where things lie, on any system', () => {
  for (const path of [
    '/home/ada/x.ts',
    '/Users/ada/plans',
    'C:\\Users\\ada\\x',
    'C:\\\\Users\\\\ada',
    'D:/ada',
    'file:///home/ada/x.js:1:2',
  ])
    expect(withoutPaths(`It is (${path}) there`)).toBe('It is ([path]) there')
})

it('leaves addresses, fractions and plain words', () => {
  for (const text of ['http://127.0.0.1:4096/global/event', 'read/write', '3/4', 'It answered 204.', 'a / b'])
    expect(withoutPaths(text)).toBe(text)
})
