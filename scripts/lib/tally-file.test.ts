import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { takeTally } from './tally-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-tally-'))
const file = join(folder, 'tally.json')
afterEach(() => rmSync(file, { force: true }))

test('a tally can be taken once, so that an old one never stands for a new run', () => {
  writeFileSync(file, '{"passed":1,"failed":0,"skipped":[]}')
  expect(takeTally(file)).toEqual({ passed: 1, failed: 0, skipped: [] })
  expect(takeTally(file).failed).toBe(1)
})

test('a runner that died while it wrote counts as one failure', () => {
  writeFileSync(file, '{"passed":1,')
  expect(takeTally(file)).toEqual({ passed: 0, failed: 1, skipped: [] })
})
