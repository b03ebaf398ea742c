import { expect, test } from 'vitest'
import { mayReload, reloadHelped } from './reload-guard.ts'

function memory() {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  }
}

test('a page that stays of another contract stops loading itself again', () => {
  const storage = memory()
  expect([mayReload(storage), mayReload(storage), mayReload(storage)]).toEqual([true, true, false])
  reloadHelped(storage)
  expect(mayReload(storage)).toBe(true)
})
