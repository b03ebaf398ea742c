// Where the app keeps everything it stores.

import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

export interface DataPaths {
  readonly dir: string
  readonly settings: string
  readonly journal: string
  readonly logs: string
  /** A small file per running server. */
  readonly lifeline: string
  readonly demo: string
}

/** The folder for the app's data when `--data-dir` names none. Absolute. */
export function defaultDataDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  switch (platform) {
    case 'win32':
      return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Millrace')
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Millrace')
    default: {
      // The XDG specification: a relative path there is to be ignored.
      const base = env['XDG_DATA_HOME'] ?? ''
      return posix.join(posix.isAbsolute(base) ? base : posix.join(home, '.local', 'share'), 'millrace')
    }
  }
}

export function dataPaths(dir: string, platform: NodeJS.Platform = process.platform): DataPaths {
  const { join } = platform === 'win32' ? win32 : posix
  return {
    dir,
    settings: join(dir, 'settings.json'),
    journal: join(dir, 'journal.sqlite'),
    logs: join(dir, 'logs'),
    lifeline: join(dir, 'lifeline'),
    demo: join(dir, 'demo'),
  }
}
