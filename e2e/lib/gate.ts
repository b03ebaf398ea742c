// An opencode whose start a test holds back: a program of that name on PATH that waits for a file.

import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledOpencode } from '../../test/opencode/binary.ts'
import type { World } from './world.ts'

export interface Gate {
  readonly open: () => Promise<void>
  readonly shut: () => Promise<void>
}

const openFile = (world: World): string => join(world.root, 'gate-is-open')

/** Prepares a world whose settings prefer the opencode on PATH; `gateEnv` puts ours there. */
export const prepareGate = async (world: World): Promise<void> => {
  const { path, version } = bundledOpencode()
  const bin = join(world.root, 'bin')
  await mkdir(bin, { recursive: true })
  await mkdir(world.dataDir, { recursive: true })
  const script = `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit; fi
while [ ! -e '${openFile(world)}' ]; do sleep 0.1; done
exec '${path}' "$@"
`
  await writeFile(join(bin, 'opencode'), script)
  await chmod(join(bin, 'opencode'), 0o755)
  await writeFile(join(world.dataDir, 'settings.json'), JSON.stringify({ opencode: 'path' }))
}

export const gateOf = (world: World): Gate => ({
  open: () => writeFile(openFile(world), ''),
  shut: () => rm(openFile(world), { force: true }),
})
