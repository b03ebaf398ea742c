import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStale } from './stale.ts'

const BUILT = [
  'out/main/index.js',
  'out/main/worker.js',
  'out/main/web.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]
const OLD = 1_000
const BUILD = 2_000
const NEW = 3_000

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-stale-'))
  write('src/main/index.ts', OLD)
  touch('src/main', OLD)
  touch('src', OLD)
  for (const file of BUILT) write(file, BUILD)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what was built after the last change is used as it is', () => {
  expect(isStale(folder)).toBe(false)
})

test('a changed source, a deleted one or a changed lockfile makes the build stale', () => {
  write('src/main/index.ts', NEW)
  expect(isStale(folder)).toBe(true)
  touch('src/main/index.ts', OLD)
  expect(isStale(folder)).toBe(false)
  touch('src/main', NEW)
  expect(isStale(folder)).toBe(true)
  touch('src/main', OLD)
  write('package-lock.json', NEW)
  expect(isStale(folder)).toBe(true)
})

test('a changed test is no reason to build', () => {
  write('src/main/index.test.ts', NEW)
  touch('src/main', OLD)
  expect(isStale(folder)).toBe(false)
})

test.each(BUILT)('a build without %s is stale', (file) => {
  rmSync(join(folder, file))
  expect(isStale(folder)).toBe(true)
})

function write(file: string, seconds: number): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), '')
  touch(file, seconds)
}

function touch(file: string, seconds: number): void {
  utimesSync(join(folder, file), seconds, seconds)
}
