import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSampleProject } from './sample-project.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'millrace-sample-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const git = (directory: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: directory, encoding: 'utf8' })

test('the sample project has three commits, nothing left over, and tests that pass', async () => {
  const directory = join(root, 'tide-clock')
  expect(await createSampleProject(directory)).toEqual({ hasHistory: true })
  expect(git(directory, 'log', '--format=%an').trim().split('\n')).toEqual(Array(3).fill('Mara Quay'))
  expect(git(directory, 'status', '--porcelain')).toBe('')
  execFileSync(process.execPath, ['test/tide.test.js'], { cwd: directory })
  execFileSync(process.execPath, ['test/format.test.js'], { cwd: directory })
})

test('made again, it keeps what a person changed', async () => {
  await createSampleProject(root)
  await writeFile(join(root, 'README.md'), 'mine')
  expect(await createSampleProject(root)).toEqual({ hasHistory: true })
  expect(await readFile(join(root, 'README.md'), 'utf8')).toBe('mine')
})

test('without git the files are there all the same', async () => {
  const path = process.env.PATH
  process.env.PATH = root
  try {
    expect(await createSampleProject(join(root, 'project'))).toEqual({ hasHistory: false })
  } finally {
    process.env.PATH = path
  }
  expect(await readFile(join(root, 'project', 'src', 'tide.js'), 'utf8')).toContain('nextHighWater')
})
