// Which opencode to run: the one that comes with the app, or the person's own on PATH. Never one older
// than the person's own: it would not understand the database that the newer one wrote.

import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fail, ok, type Result } from '#contract/result'

export interface OpencodeBinary {
  readonly path: string
  /** As it says itself, `1.18.33`. */
  readonly version: string
  /** Said to the person when it is not the one they chose. */
  readonly notice: string | null
}

/** `opencode --version` takes about half a second; a program that takes longer is something else. */
const VERSION_TIMEOUT_MS = 10_000

const executable = (): string => (process.platform === 'win32' ? 'opencode.exe' : 'opencode')

/** CPUs without AVX2 need the baseline build; only Linux tells us cheaply. */
function needsBaseline(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false
  try {
    return !readFileSync('/proc/cpuinfo', 'utf8').includes('avx2')
  } catch {
    return false
  }
}

/** The platform package that npm put beside `opencode-ai`, whose own install script never runs. */
export function findBundled(appRoot: string): Result<OpencodeBinary> {
  const require = createRequire(join(appRoot, 'package.json'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `opencode-${platform}-${process.arch}`
  for (const variant of needsBaseline() ? ['-baseline', '-baseline-musl'] : ['', '-musl', '-baseline']) {
    try {
      const manifest = require.resolve(`${name}${variant}/package.json`)
      const path = join(dirname(manifest), 'bin', executable())
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
      if (existsSync(path)) return ok({ path, version, notice: null })
    } catch {
      continue
    }
  }
  return fail(
    'not-found',
    `The opencode that comes with Millrace is missing (${name}). Install Millrace again.`,
  )
}

async function findOnPath(env: Readonly<Record<string, string>>): Promise<OpencodeBinary | null> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder === '' || folder.includes('node_modules')) continue
    const path = join(folder, executable())
    try {
      await access(path, constants.X_OK)
    } catch {
      continue
    }
    const version = await askVersion(path, env)
    if (version !== null) return { path, version, notice: null }
  }
  return null
}

const askVersion = (path: string, env: Readonly<Record<string, string>>): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(path, ['--version'], { env, timeout: VERSION_TIMEOUT_MS }, (error, stdout) => {
      resolve(error ? null : (/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? null))
    })
  })

export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

export async function chooseOpencode(
  preference: 'bundled' | 'path',
  appRoot: string,
  env: Readonly<Record<string, string>>,
): Promise<Result<OpencodeBinary>> {
  const bundled = findBundled(appRoot)
  const own = await findOnPath(env)
  if (preference === 'path') {
    if (own) return ok(own)
    if (!bundled.ok) return bundled
    return ok({ ...bundled.value, notice: 'There is no opencode on PATH, so the bundled one runs.' })
  }
  if (!bundled.ok) return own ? ok(own) : bundled
  if (own && compareVersions(own.version, bundled.value.version) > 0) {
    return ok({
      ...own,
      notice: `Your own opencode (${own.version}) is newer than the bundled one (${bundled.value.version}), so it runs: an older one could not read its sessions.`,
    })
  }
  return bundled
}
