import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './project.ts'
import { run } from './run.ts'

const node = (script: string) => run(process.execPath, ['-e', script])

test('exit codes are passed on, a signal counts as 128 and its number', async () => {
  expect(await node('process.exit(2)')).toBe(2)
  expect(await node('process.kill(process.pid, "SIGKILL")')).toBe(137)
})

test('a program that hangs is ended at its limit', async () => {
  expect(await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limitMs: 300 })).toBe(143)
})

test.each([
  ['the app chooses its own exit code', true, 5],
  ['a test run ends as a whole', false, 143],
])('after SIGTERM %s', async (_what, interactive, expected) => {
  const child = `process.on('SIGTERM', () => process.exit(5)); console.log('up'); setInterval(() => {}, 1000)`
  const script = `
    const { run } = await import(${JSON.stringify(join(root, 'scripts/lib/run.ts'))})
    await run(process.execPath, ['-e', ${JSON.stringify(child)}], { interactive: ${interactive} })
      .then((code) => process.exit(code))`
  const runner = spawn(process.execPath, ['--input-type=module', '-e', script])
  runner.stdout.once('data', () => runner.kill('SIGTERM'))
  expect(await new Promise((resolve) => runner.once('exit', resolve))).toBe(expected)
})
