import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLog } from './log.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-log-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it('goes on where the last start ended', () => {
  createLog(join(dir, 'logs'), 'host').logger.info({ pid: 7 }, 'first')
  createLog(join(dir, 'logs'), 'host').logger.warn('second')
  const lines = readFileSync(join(dir, 'logs/host.log'), 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { msg: 'first', pid: 7, level: 30 },
    { msg: 'second', level: 40 },
  ])
})

it('holds no secret, however it came into a line', () => {
  const log = createLog(dir, 'host')
  log.hide(['pass"word', 'other&secret'])
  log.logger.info({ env: { PASSWORD: 'pass"word' }, url: 'http://x/?p=other%26secret' }, 'it is pass"word')
  const text = readFileSync(join(dir, 'host.log'), 'utf8')
  expect(text.match(/\[redacted\]/g)).toHaveLength(3)
  expect(text).not.toContain('word"')
})

it('stays within its bound and keeps the newest lines', () => {
  const log = createLog(dir, 'host', 2000)
  for (let n = 0; n < 200; n++) log.logger.info(`line ${n}`)
  const files = readdirSync(dir)
  expect(files.sort()).toEqual(['host.log', 'host.old.log'])
  for (const name of files) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(2000)
  expect(readFileSync(join(dir, 'host.log'), 'utf8')).toContain('line 199')
})

it('a line that would fill it is cut', () => {
  const log = createLog(dir, 'host')
  log.logger.info({ line: 'x'.repeat(1_000_000) }, 'server')
  log.logger.info('after')
  const lines = readFileSync(join(dir, 'host.log'), 'utf8').trim().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'a line was too long',
    'after',
  ])
  expect(statSync(join(dir, 'host.log')).size).toBeLessThan(10_000)
})

it('throws nothing when it cannot be written', () => {
  mkdirSync(join(dir, 'host.log'))
  expect(() => createLog(dir, 'host').logger.error('lost')).not.toThrow()
})
