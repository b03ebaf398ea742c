// Electron leaves its own and Chromium's switches in the command line; what is left of it is ours.

import { dirname, resolve } from 'node:path'

/** Switches of the runtime that people and test drivers pass; a flag that is in neither list is a mistake. */
const RUNTIME_SWITCHES: readonly RegExp[] = [
  /^--inspect(-brk|-port)?(=|$)/,
  /^--remote-debugging-(port|pipe|address)(=|$)/,
  /^--remote-allow-origins=/,
  /^--(no|disable|enable)-[a-z-]*sandbox$/,
  /^--(enable|disable)-(features|logging|gpu|gpu-[a-z-]+|dev-shm-usage|software-rasterizer)(=|$)/,
  /^--enable-wayland-ime(=|$)/,
  /^--(ozone-platform|ozone-platform-hint|password-store|lang|user-data-dir|log-level|v|use-gl)(=|$)/,
  /^--force-(device-scale-factor|color-profile|renderer-accessibility)(=|$)/,
  /^--original-process-start-time=/,
  /^--allow-file-access-from-files$/,
  /^--(headless|trace-warnings|proxy-server)(=|$)/,
  /^--js-flags=/,
  // macOS gives it to programs started from the Finder.
  /^-psn_/,
]

const LOADS_MODULE = /^(-r|--require)$/

/**
 * @param argv the whole command line, the executable first
 * @param appPath of an app that is not packaged (`electron <path> …`): all before and with it is the runtime's
 */
export function ownArguments(argv: readonly string[], appPath: string | null): readonly string[] {
  const start = appPath === null ? 1 : appArgument(argv, appPath) + 1
  return argv.slice(start).filter((entry) => !RUNTIME_SWITCHES.some((known) => known.test(entry)))
}

function appArgument(argv: readonly string[], appPath: string): number {
  const at = argv.findIndex((entry, index) => {
    if (index === 0 || entry.startsWith('-') || LOADS_MODULE.test(argv[index - 1] ?? '')) return false
    // Started with a file, Electron's app path is the folder of that file.
    return resolve(entry) === appPath || dirname(resolve(entry)) === appPath
  })
  return Math.max(at, 0)
}
