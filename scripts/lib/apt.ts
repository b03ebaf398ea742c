import { existsSync } from 'node:fs'
import { run } from './run.ts'
import { which } from './which.ts'

// Packages of some 100 MB on a slow mirror.
const APT_LIMIT_MS = 300_000

/** Whether this is a Debian (or a child of it) on which we may install packages. */
export function canUseApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && which('apt-get') !== undefined
}

/** Installs one Debian package, showing apt's output. Resolves to whether it worked. */
export async function aptInstall(name: string): Promise<boolean> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, limitMs: APT_LIMIT_MS }
  console.log(`Running: apt-get update && apt-get install -y --no-install-recommends ${name}`)
  const updated = await run('apt-get', ['update', '-q'], options)
  if (updated !== 0) return false
  return (await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], options)) === 0
}
