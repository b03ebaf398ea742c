import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runWhileGrowing } from './run-while-growing.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-growing-'))
const target = join(folder, 'not-there-yet')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const runScript = (script: string, silenceMs: number) =>
  runWhileGrowing({
    command: process.execPath,
    args: ['-e', script],
    env: { ...process.env, TARGET: target },
    folders: [target],
    silenceMs,
  })

test('a downloader to which nothing arrives is ended', async () => {
  expect(await runScript('setInterval(() => {}, 1000)', 500)).toEqual({ kind: 'silent' })
})

test('one whose bytes keep arriving outlives the silence limit', async () => {
  const script = `
    const fs = require('node:fs')
    fs.mkdirSync(process.env.TARGET)
    let left = 12
    const timer = setInterval(() => {
      fs.appendFileSync(process.env.TARGET + '/zip', 'x')
      if (--left === 0) { clearInterval(timer); process.exit(3) }
    }, 200)`
  expect(await runScript(script, 1_500)).toMatchObject({ kind: 'ended', code: 3 })
})

test('what a failing downloader says is kept', async () => {
  const result = await runScript('console.error("Error: getaddrinfo ENOTFOUND"); process.exit(1)', 5_000)
  expect(result).toEqual({ kind: 'ended', code: 1, output: 'Error: getaddrinfo ENOTFOUND\n' })
})
