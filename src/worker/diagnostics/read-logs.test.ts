import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readLogs } from './read-logs.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-logs-'))
  mkdirSync(join(dir, 'logs'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (name: string, ...entries: readonly object[]): void =>
  writeFileSync(join(dir, 'logs', name), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
const read = async (): Promise<string> => {
  const logs = await readLogs(dir, '/home/ada lovelace')
  return logs.ok ? logs.value : logs.error.code
}

it('both files are read, older first', async () => {
  write('host.old.log', { msg: 'one' })
  write('host.log', { msg: 'two' })
  expect(await read()).toBe('{"msg":"one"}\n{"msg":"two"}')
})

it('nothing that a server printed and no path is in it', async () => {
  write(
    'host.log',
    { msg: 'server', line: 'the prompt was: a secret plan' },
    { msg: 'a line was too long', cut: 'a secret plan' },
    {
      msg: 'connection',
      reason: 'The folder /home/ada/plans can’t be read. See http://127.0.0.1:4096/doc',
      place: 'at start (/opt/Millrace/worker.js:1:2)\n at other (file:///home/ada/worker.js:3:4)',
      named: 'in /home/ada lovelace/plans it failed',
      other: 'C:\\Users\\ada\\plans',
    },
  )
  const text = await read()
  expect(text).not.toMatch(/ada|lovelace|secret|plans|opt/)
  expect(text).toContain('The folder [path] can’t be read. See http://127.0.0.1:4096/doc')
  expect(text.split('\n')).toHaveLength(1)
})

it('only the newest megabyte is read, in whole lines', async () => {
  write(
    'host.log',
    ...Array.from({ length: 30_000 }, (_, n) => ({ msg: `a line of some fifty characters ${n}` })),
  )
  const text = await read()
  expect(text.length).toBeLessThanOrEqual(1024 * 1024)
  for (const line of text.split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow()
  expect(text.endsWith('29999"}')).toBe(true)
})

it('a log that is not there is said', async () => {
  expect(await read()).toBe('storage')
})
