import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RealOpencode, startRealOpencode } from '../test/opencode/real-server.ts'
import { expect, test } from './app.ts'
import { startApp } from './lib/app.ts'
import { root } from './lib/host.ts'
import { marked } from './lib/processes.ts'
import { type Ended, runProgram } from './lib/program.ts'
import { createWorld, type World } from './lib/world.ts'

let world: World
test.beforeEach(async () => {
  world = await createWorld()
})
test.afterEach(() => world.end())

/** One sentence on stderr, nothing on stdout, and the code for a mistake. */
const expectRefusal = (ended: Ended, sentence: RegExp): void => {
  expect(ended.stderr.trim()).toMatch(sentence)
  expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  expect(ended.stderr.trim()).toMatch(/[.;]$|--help\.$/)
  expect(ended.stdout).toBe('')
  expect(ended.code).toBe(2)
}

const expectNothingLeft = (): Promise<void> =>
  expect.poll(() => marked(world.mark).map(({ command }) => command)).toEqual([])

test('--version prints the version and nothing else', async ({ hostKind }) => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const ended = await runProgram(hostKind, world, ['--version'])
  expect(ended).toMatchObject({ code: 0, stdout: `${version}\n` })
  await expectNothingLeft()
})

test('--help names every flag', async ({ hostKind }) => {
  const { code, stdout } = await runProgram(hostKind, world, ['--help'])
  expect(code).toBe(0)
  for (const flag of ['--data-dir', '--project', '--server', '--demo', '--version', '--help'])
    expect(stdout).toContain(flag)
  expect(stdout).toContain('MILLRACE_SERVER_PASSWORD')
})

const mistakes: readonly (readonly [string, (dir: string) => readonly string[], RegExp])[] = [
  ['an unknown flag', () => ['--frobnicate'], /--frobnicate is not a flag/],
  ['a missing folder', (dir) => ['--project', join(dir, 'nowhere')], /nowhere is not there\.$/],
  [
    'a file where a folder should be',
    (dir) => ['--project', join(dir, 'tide-clock/README.md')],
    /is not a folder\.$/,
  ],
  ['an address that is none', () => ['--server', 'nonsense'], /needs an address/],
  ['a flag without its value', () => ['--project'], /--project needs a value/],
]
for (const [what, args, sentence] of mistakes)
  test(`${what}: one sentence, code 2, nothing started or left behind`, async ({ hostKind }) => {
    const ended = await runProgram(hostKind, world, ['--data-dir', world.dataDir, ...args(world.root)])
    expectRefusal(ended, sentence)
    expect(existsSync(world.dataDir)).toBe(false)
    await expectNothingLeft()
  })

test('a server that refuses the password: one sentence, code 2, nothing left', async ({ hostKind }) => {
  test.setTimeout(90_000)
  const remote: RealOpencode = await startRealOpencode({ projectFiles: { 'a.txt': 'a' } })
  try {
    const args = ['--data-dir', world.dataDir, '--server', remote.url]
    const ended = await runProgram(hostKind, world, args, { MILLRACE_SERVER_PASSWORD: 'not-the-password' })
    expectRefusal(ended, /refused that user name and password\.$/)
    expect(ended.stderr).not.toContain('not-the-password')
    await expectNothingLeft()
  } finally {
    await remote.close()
  }
})

test('a server that is not there: one sentence, code 2', async ({ hostKind }) => {
  const ended = await runProgram(hostKind, world, [
    '--data-dir',
    world.dataDir,
    '--server',
    'http://127.0.0.1:9',
  ])
  expectRefusal(ended, /Nothing answers at http:\/\/127\.0\.0\.1:9\.$/)
  await expectNothingLeft()
})

test('a second start on the same data in the other host says who has it', async ({ browser }) => {
  const app = await startApp('browser', browser)
  try {
    const ended = await runProgram('browser', world, ['--data-dir', app.world.dataDir])
    expectRefusal(ended, /already running on .*\(process \d+\)\.$/)
    await expectNothingLeft()
  } finally {
    await app.end()
  }
})
