import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The checkout's root folder, absolute. */
export const root = resolve(import.meta.dirname, '../..')

/**
 * Absolute path of the JavaScript file behind a package's command. Run it with `process.execPath`: the
 * shims in node_modules/.bin differ from system to system, and choose their own Node.
 */
export function packageBin(packageName: string, command = packageName): string {
  const folder = join(root, 'node_modules', packageName)
  const manifest: { readonly bin?: string | Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command]
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`)
  return join(folder, file)
}
