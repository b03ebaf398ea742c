import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import type { MenuCommand } from '#contract/desktop'
import { menuTemplate } from './menu.ts'

const items = (entries: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  entries.flatMap((entry) => [entry, ...(Array.isArray(entry.submenu) ? items(entry.submenu) : [])])

const open = (platform: NodeJS.Platform, send: (command: MenuCommand) => void = () => {}) =>
  items(
    menuTemplate(platform, 'Millrace', { send, newWindow: () => {}, openLogs: () => {}, about: () => {} }),
  )

test.each(['linux', 'win32', 'darwin'] as const)('on %s no two items share a key', (platform) => {
  const keys = open(platform).flatMap(({ accelerator }) => (accelerator ? [String(accelerator)] : []))
  expect(keys.length).toBeGreaterThan(8)
  expect(new Set(keys).size).toBe(keys.length)
})

test.each(['linux', 'win32', 'darwin'] as const)(
  'on %s every command of the page is in the menu',
  (platform) => {
    const sent: MenuCommand[] = []
    const commands = [
      'new-session',
      'open-folder',
      'palette',
      'find',
      'toggle-sidebar',
      'toggle-panel',
      'stop',
    ]
    const more = ['next-ask', 'previous-turn', 'next-turn', 'shortcuts', 'settings']
    for (const { id, click } of open(platform, (command) => sent.push(command)))
      if (id !== undefined && id !== 'open-logs' && id !== 'new-window') (click as () => void)()
    expect(sent.toSorted()).toEqual([...commands, ...more].toSorted())
  },
)
