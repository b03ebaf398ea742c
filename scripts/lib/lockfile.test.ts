import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './project.ts'

type Lock = {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >
}

const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

// npm leaves out the packages of platforms that its registry does not have, and then `npm ci` refuses.
test('the lock names the packages of every platform, so that a clean install works on each', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isReachable(path, name)),
  )
  expect(missing).toEqual([])
})

// Where a package at `path` finds another: beside it or in any folder above, as Node looks it up.
function isReachable(path: string, name: string): boolean {
  const candidate = `${path === '' ? '' : `${path}/`}node_modules/${name}`
  if (candidate in lock.packages) return true
  return path !== '' && isReachable(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}
