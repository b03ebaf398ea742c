import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { download } from './download.ts'
import { root } from './project.ts'
import { isExecutable } from './which.ts'

/**
 * Absolute path of the Electron executable, or undefined if its runtime is not on this machine. Follows
 * the npm package `electron`: ELECTRON_OVERRIDE_DIST_PATH wins, else its own dist folder and path.txt.
 */
export function findElectron(env = process.env): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const dist = env['ELECTRON_OVERRIDE_DIST_PATH']
  const name = textOf(join(folder, 'path.txt')) ?? (dist && platformName())
  const file = name && join(dist || join(folder, 'dist'), name)
  return file && isExecutable(file) ? file : undefined
}

/** Downloads Electron's runtime as its npm package would; resolves to why it failed, or undefined. */
export async function fetchElectron(env = process.env): Promise<string | undefined> {
  if (env['ELECTRON_OVERRIDE_DIST_PATH']) return 'ELECTRON_OVERRIDE_DIST_PATH names a folder without it'
  console.log("Downloading Electron's runtime (about 120 MB, once) …")
  const folder = join(root, 'node_modules/electron')
  return download({ script: join(folder, 'install.js'), args: [], target: join(folder, 'dist') })
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

function platformName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
