// The environment an agent works in: the person's, without what we were started with ourselves.

import { delimiter, join, sep } from 'node:path'
import type { Environment } from './login-shell.ts'

/** Ours, and Electron's; an agent's shell could print the password or start Electron as Node. */
const OURS = /^(MILLRACE_SERVER_|ELECTRON_|NODE_ENV_ELECTRON_VITE$|NODE_CHANNEL_|CHROME_DESKTOP$)/

/** What `npm run` adds for its script. */
const OF_NPM = /^(npm_|INIT_CWD$)/

/** @param appRoot whose `node_modules/.bin` npm puts on the PATH of its scripts */
export function personEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  appRoot: string,
): Environment {
  const isScript = env['npm_lifecycle_event'] !== undefined
  const kept = Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined || OURS.test(name) || (isScript && OF_NPM.test(name))) return []
    return [
      [name, isScript && name.toUpperCase() === 'PATH' ? withoutScripts(value, appRoot) : value] as const,
    ]
  })
  return Object.fromEntries(kept)
}

const withoutScripts = (path: string, appRoot: string): string => {
  // npm adds those of the folders above, too.
  const isOurs = (dir: string): boolean =>
    dir.endsWith(`${sep}node-gyp-bin`) ||
    (dir.endsWith(join(sep, 'node_modules', '.bin')) &&
      `${appRoot}${sep}`.startsWith(dir.slice(0, -join('node_modules', '.bin').length)))
  return path
    .split(delimiter)
    .filter((dir) => !isOurs(dir))
    .join(delimiter)
}
