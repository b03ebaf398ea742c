// Every shortcut of the shell, once: the keyboard, the palette and the shortcuts dialog read this table.

import type { MenuCommand } from '#contract/desktop'
import { strings } from '../strings/en.ts'

export type Command =
  | MenuCommand
  | 'new-window'
  | 'next-pane'
  | 'previous-pane'
  | 'connect-server'
  | 'show-changes'
  | 'show-plan'
  | 'show-connection'
  | 'focus-composer'
  | 'pick-model'
  | 'pick-agent'
  | 'attach'
  | `session-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`

export type CommandGroup = 'go' | 'session' | 'view' | 'app'

export interface Binding {
  readonly command: Command
  readonly group: CommandGroup
  /** "Mod+Shift+J": Mod is ⌘ on a Mac and Ctrl elsewhere. Null: the palette and the menu only. */
  readonly keys: string | null
  /** Not offered in the palette: it only makes sense as a key. */
  readonly keyOnly?: boolean
}

const sessionNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

export const keymap: readonly Binding[] = [
  { command: 'palette', group: 'go', keys: 'Mod+K', keyOnly: true },
  { command: 'next-ask', group: 'go', keys: 'Mod+J' },
  { command: 'previous-turn', group: 'go', keys: 'Mod+Up' },
  { command: 'next-turn', group: 'go', keys: 'Mod+Down' },
  { command: 'find', group: 'go', keys: 'Mod+F' },
  { command: 'next-pane', group: 'go', keys: 'F6', keyOnly: true },
  { command: 'previous-pane', group: 'go', keys: 'Shift+F6', keyOnly: true },
  ...sessionNumbers.map((n) => ({
    command: `session-${n}` as const,
    group: 'go' as const,
    keys: `Mod+${n}`,
    keyOnly: true,
  })),
  { command: 'new-session', group: 'session', keys: 'Mod+N' },
  { command: 'stop', group: 'session', keys: 'Mod+.' },
  { command: 'focus-composer', group: 'session', keys: 'Mod+L' },
  { command: 'pick-model', group: 'session', keys: 'Mod+Shift+M' },
  { command: 'pick-agent', group: 'session', keys: 'Mod+Shift+A' },
  { command: 'attach', group: 'session', keys: null },
  { command: 'toggle-sidebar', group: 'view', keys: 'Mod+B' },
  { command: 'toggle-panel', group: 'view', keys: 'Mod+Shift+J' },
  { command: 'show-changes', group: 'view', keys: null },
  { command: 'show-plan', group: 'view', keys: null },
  { command: 'show-connection', group: 'view', keys: null },
  { command: 'open-folder', group: 'app', keys: 'Mod+O' },
  { command: 'connect-server', group: 'app', keys: null },
  { command: 'new-window', group: 'app', keys: 'Mod+Shift+N' },
  { command: 'settings', group: 'app', keys: 'Mod+,' },
  { command: 'shortcuts', group: 'app', keys: 'Mod+/' },
]

export const keysOf = (command: Command): string | undefined =>
  keymap.find((binding) => binding.command === command)?.keys ?? undefined

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** A key press as the table writes it. Digits and letters go by what they type, so layouts are respected. */
export function pressed(event: KeyPress, mac: boolean): string {
  const parts: string[] = []
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Mod')
  if (mac ? event.ctrlKey : event.metaKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  const name = event.key.startsWith('Arrow') ? event.key.slice('Arrow'.length) : event.key
  // "/" needs Shift on many layouts: a sign says which key was meant, Shift does not.
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase()
  if (event.shiftKey && !isSign) parts.push('Shift')
  parts.push(name.length === 1 ? name.toUpperCase() : name)
  return parts.join('+')
}

const byKeys = new Map(keymap.flatMap((binding) => (binding.keys === null ? [] : [[binding.keys, binding]])))

export const bindingFor = (keys: string): Binding | undefined => byKeys.get(keys)

/** A command's name for people. */
export function labelOf(command: Command): string {
  const { commands, sessionNumber } = strings
  return command in commands
    ? commands[command as keyof typeof commands]
    : sessionNumber(command.slice('session-'.length))
}
