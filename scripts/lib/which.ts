import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Absolute path of the first executable of that name on a PATH, or undefined. */
export function which(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)))
    .find(isExecutable)
}

/** Whether this is a file that we may run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
