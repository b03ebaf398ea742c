// Whether the system starts the app when its person signs in. macOS and Windows have a list of their own; on Linux
// a desktop reads the autostart folder.

import { app } from 'electron'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** @param command the program and what it needs to find the app, as the system would start it */
export function startAtLogin(
  enabled: boolean,
  command: readonly [string, ...string[]],
  platform: NodeJS.Platform,
): void {
  const [path, ...args] = command
  if (platform === 'linux') writeAutostart(enabled, command)
  else app.setLoginItemSettings({ openAtLogin: enabled, path, args })
}

function writeAutostart(enabled: boolean, command: readonly string[]): void {
  const folder = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart')
  const file = join(folder, 'millrace.desktop')
  try {
    if (!enabled) return rmSync(file, { force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, desktopEntry(command))
  } catch {
    // A folder that can't be written leaves the app as startable by hand as before.
  }
}

/** Quoted as the desktop entry specification wants it. */
const desktopEntry = (command: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Millrace',
    `Exec=${command.map(quote).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

const quote = (word: string): string =>
  `"${word.replace(/["`$\\]/g, (sign) => `\\${sign}`).replaceAll('%', '%%')}"`
