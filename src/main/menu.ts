// The application menu: every command with its key. Most keys are the page's own (it is the same page in a
// browser, which has no menu); the menu shows them and takes those that the page leaves.

import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '#contract/desktop'

export interface MenuActions {
  readonly newWindow: () => void
  readonly send: (command: MenuCommand) => void
  readonly openLogs: () => void
  readonly about: () => void
}

export function menuTemplate(
  platform: NodeJS.Platform,
  name: string,
  actions: MenuActions,
): readonly MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const command = (label: string, id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    accelerator,
    click: () => actions.send(id),
  })
  // In a text field these two move the caret; only the page knows, so they are shown and not taken. macOS can't
  // show a key without taking it.
  const shown = (label: string, id: MenuCommand, accelerator: string): MenuItemConstructorOptions => ({
    ...command(label, id, isMac ? undefined : accelerator),
    registerAccelerator: false,
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const settings = command('Settings…', 'settings', 'CmdOrCtrl+,')
  const about: MenuItemConstructorOptions = { label: `About ${name}`, click: actions.about }

  const appMenu: MenuItemConstructorOptions = {
    label: name,
    submenu: [
      about,
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      command('New session', 'new-session', 'CmdOrCtrl+N'),
      { id: 'new-window', label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
      command('Open folder…', 'open-folder', 'CmdOrCtrl+O'),
      separator,
      ...(isMac ? [{ role: 'close' as const }] : [settings, separator, { role: 'quit' as const }]),
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'selectAll' },
      separator,
      command('Find in session', 'find', 'CmdOrCtrl+F'),
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      command('Command palette', 'palette', 'CmdOrCtrl+K'),
      separator,
      command('Toggle sidebar', 'toggle-sidebar', 'CmdOrCtrl+B'),
      command('Toggle side panel', 'toggle-panel', 'CmdOrCtrl+Shift+J'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  }
  const session: MenuItemConstructorOptions = {
    label: '&Session',
    submenu: [
      command('Next waiting question', 'next-ask', 'CmdOrCtrl+J'),
      command('Stop', 'stop', 'CmdOrCtrl+.'),
      separator,
      shown('Previous turn', 'previous-turn', 'Ctrl+Up'),
      shown('Next turn', 'next-turn', 'Ctrl+Down'),
    ],
  }
  const help: MenuItemConstructorOptions = {
    label: '&Help',
    role: 'help',
    submenu: [
      command('Keyboard shortcuts', 'shortcuts', 'CmdOrCtrl+/'),
      { id: 'open-logs', label: 'Open logs', click: actions.openLogs },
      separator,
      { role: 'toggleDevTools' },
      ...(isMac ? [] : [separator, about]),
    ],
  }
  const window: MenuItemConstructorOptions = { label: '&Window', role: 'windowMenu' }
  return [...(isMac ? [appMenu] : []), file, edit, view, session, window, help]
}
