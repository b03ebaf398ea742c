import type { CommandGroup } from '../../app/keymap.ts'

export const strings = {
  title: 'Keyboard shortcuts',
  groups: {
    go: 'Go',
    session: 'Session',
    view: 'View',
    app: 'Application',
  } satisfies Record<CommandGroup, string>,
  here: 'In one place',
  sessions: 'Session 1 to 9 in the sidebar',
  local: [
    { keys: 'Enter', label: 'Send the prompt' },
    { keys: 'Shift+Enter', label: 'New line in the prompt' },
    { keys: 'Escape', label: 'Stop the running turn, pressed twice' },
    { keys: 'Y', label: 'Allow once, in an ask' },
    { keys: 'A', label: 'Allow always, in an ask' },
    { keys: 'N', label: 'Reject, in an ask' },
    { keys: '/', label: 'Search, in the sidebar' },
    { keys: 'F2', label: 'Rename, on a session' },
    { keys: 'Delete', label: 'Delete, on a session' },
  ],
} as const
