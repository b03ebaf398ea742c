import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const INPUTS = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']

const OUTPUTS = [
  'out/main/index.js',
  'out/main/worker.js',
  'out/main/web.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

/** Whether the build in `folder` lacks a file or is older than anything it is made from. */
export function isStale(folder: string): boolean {
  const built = Math.min(...OUTPUTS.map((file) => modifiedAt(join(folder, file))))
  return INPUTS.some((input) => newestIn(join(folder, input)) > built)
}

// A folder's own time counts too: it is all that tells of a file that was deleted.
function newestIn(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  const inside = readdirSync(path)
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .map((name) => newestIn(join(path, name)))
  return Math.max(stats.mtimeMs, ...inside)
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY
}
