/** The bundled opencode: the platform package that npm installed beside `opencode-ai`, whose own script never runs. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

const isMissingAvx2 = (): boolean => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false
  return !readFileSync('/proc/cpuinfo', 'utf8').includes('avx2')
}

const packageFolder = (name: string): string | undefined => {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

/** Throws when no platform package is installed. */
export const bundledOpencode = (): { readonly path: string; readonly version: string } => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `opencode-${platform}-${process.arch}`
  const variants = isMissingAvx2() ? ['-baseline', '-baseline-musl'] : ['', '-musl', '-baseline']
  for (const variant of variants) {
    const folder = packageFolder(name + variant)
    const path = folder && join(folder, 'bin', process.platform === 'win32' ? 'opencode.exe' : 'opencode')
    if (!folder || !path || !existsSync(path)) continue
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { path, version }
  }
  throw new Error(`No bundled opencode: ${name} is not installed. Run npm ci.`)
}
