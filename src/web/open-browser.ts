// Opens the system's browser, where there is one to be seen.

import { spawn } from 'node:child_process'

/** Whether a window could appear here at all. */
export const hasDisplay = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])

/** The address is printed as well, so nothing depends on it. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, args] = opener(platform)
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

function opener(platform: NodeJS.Platform): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', []]
  // Without `cmd`, which would read `&` in an address as its own.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler']]
  return ['xdg-open', []]
}
