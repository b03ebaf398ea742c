import { expect, it } from 'vitest'
import { isElsewhere } from './elsewhere.logic.ts'

it('knows whose folders this computer can list', () => {
  expect(isElsewhere({ kind: 'bundled', url: null })).toBe(false)
  expect(isElsewhere({ kind: 'url', url: 'http://127.0.0.1:4096' })).toBe(false)
  expect(isElsewhere({ kind: 'url', url: 'https://forge.example' })).toBe(true)
  expect(isElsewhere({ kind: 'url', url: null })).toBe(true)
})
