import { fetchElectron, findElectron } from './electron-runtime.ts'

/**
 * Why the desktop app can't be tested here, as one sentence, or undefined if it can. A runtime that
 * ELECTRON_OVERRIDE_DIST_PATH names is taken as it is: it may well need no display.
 */
export async function desktopUnavailable(env = process.env): Promise<string | undefined> {
  const hasDisplay = process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
  if (findElectron(env) !== undefined) {
    return hasDisplay || env['ELECTRON_OVERRIDE_DIST_PATH'] ? undefined : 'there is no display (try xvfb-run)'
  }
  if (!hasDisplay) return "Electron's runtime is not installed, and there is no display"
  const failure = await fetchElectron(env)
  return failure === undefined ? undefined : `Electron's runtime could not be had (${failure})`
}
