import { expect, it } from 'vitest'
import { createRemembered } from './remembered.ts'

const memory = (initial: Record<string, string> = {}) => {
  const held = { ...initial }
  return {
    getItem: (key: string) => held[key] ?? null,
    setItem: (key: string, value: string) => {
      held[key] = value
    },
  }
}

it('remembers what was pinned in the next window', () => {
  const storage = memory()
  createRemembered(storage, 'pins').toggle('a')
  expect([...createRemembered(storage, 'pins').store.getState().keys]).toEqual(['a'])
})

it('forgets what was unpinned', () => {
  const pins = createRemembered(memory(), 'pins')
  pins.toggle('a')
  pins.toggle('a')
  expect(pins.store.getState().keys.size).toBe(0)
})

it('starts empty from damaged storage and works on where storing fails', () => {
  const broken = {
    getItem: () => '{',
    setItem: () => {
      throw new Error('full')
    },
  }
  const pins = createRemembered(broken, 'pins')
  pins.toggle('a')
  expect(pins.store.getState().keys.has('a')).toBe(true)
})
