import { expect, test } from 'vitest'
import { bindingFor, keymap, labelOf, pressed, type KeyPress } from './keymap.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('no two commands share a shortcut, and none is listed twice', () => {
  const keys = keymap.flatMap((binding) => binding.keys ?? [])
  expect(new Set(keys).size).toBe(keys.length)
  expect(new Set(keymap.map((binding) => binding.command)).size).toBe(keymap.length)
})

test('every command has a name', () => {
  for (const { command } of keymap) expect(labelOf(command)).toMatch(/^[A-Z]/)
  expect(labelOf('session-3')).toContain('3')
})

test('⌘ on a Mac and Ctrl elsewhere are the same shortcut', () => {
  expect(bindingFor(pressed(press('k', { metaKey: true }), true))?.command).toBe('palette')
  expect(bindingFor(pressed(press('k', { ctrlKey: true }), false))?.command).toBe('palette')
  expect(bindingFor(pressed(press('k', { ctrlKey: true }), true))).toBeUndefined()
  expect(bindingFor(pressed(press('k'), false))).toBeUndefined()
})

test('Shift counts with letters and keys, not with the signs it takes to type', () => {
  expect(pressed(press('J', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+J')
  expect(pressed(press('/', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+/')
  expect(pressed(press('F6', { shiftKey: true }), false)).toBe('Shift+F6')
  expect(pressed(press('ArrowUp', { ctrlKey: true }), false)).toBe('Mod+Up')
})
