import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { needsLoginShell, resolveLoginEnvironment } from './login-shell.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-shell-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A shell whose start files are `startFiles`; like every shell it then runs what follows -c. */
function fakeShell(startFiles: string, after = ''): string {
  const path = join(dir, 'shell')
  writeFileSync(path, `#!/bin/sh\n${startFiles}\nwhile [ "$1" != -c ]; do shift; done\neval "$2"\n${after}\n`)
  chmodSync(path, 0o755)
  return path
}

const env = { PATH: process.env['PATH'] ?? '', HOME: '/home/ada', PWD: '/where/the/app/is' }

describe.skipIf(process.platform === 'win32')('the login shell', () => {
  it('gives its environment, whatever its start files print', async () => {
    const shell = fakeShell(
      `echo 'Welcome, PATH=/wrong'; export PATH="/opt/cargo/bin:$PATH" LINES2='a\nb = c' EMPTY= ; cd /`,
      'echo goodbye',
    )
    expect(await resolveLoginEnvironment({ shell, env })).toEqual({
      ok: true,
      value: { ...env, PATH: `/opt/cargo/bin:${env.PATH}`, LINES2: 'a\nb = c', EMPTY: '' },
    })
  })

  it('is not waited for once it has answered', async () => {
    const shell = fakeShell(`sleep 600 & echo $! > ${dir}/pid`)
    expect((await resolveLoginEnvironment({ shell, env })).ok).toBe(true)
    process.kill(Number(readFileSync(join(dir, 'pid'), 'utf8')), 'SIGKILL')
  })

  it('that hangs is ended, and said', async () => {
    const shell = fakeShell(`sleep 600 & echo $! > ${dir}/pid; wait`)
    const result = await resolveLoginEnvironment({ shell, env, timeoutMs: 500 })
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'timeout', message: expect.stringContaining(shell) },
    })
    const left = Number(readFileSync(join(dir, 'pid'), 'utf8'))
    await expect.poll(() => isRunning(left), { timeout: 5000 }).toBe(false)
  })

  it('that fails is said', async () => {
    const result = await resolveLoginEnvironment({ shell: fakeShell('exit 3'), env })
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unsupported', message: expect.stringContaining('(3)') },
    })
  })

  it('that is not there is said', async () => {
    const result = await resolveLoginEnvironment({ shell: join(dir, 'nowhere'), env })
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  it.runIf(existsSync('/bin/sh'))('works with a real one', async () => {
    expect(await resolveLoginEnvironment({ shell: '/bin/sh', env })).toMatchObject({
      ok: true,
      value: { HOME: '/home/ada', PWD: '/where/the/app/is' },
    })
  })
})

it('is asked when the app was started from an icon, not from a terminal', () => {
  expect(needsLoginShell({ PATH: '/usr/bin' }, 'darwin')).toBe(true)
  expect(needsLoginShell({ TERM: 'xterm-256color' }, 'linux')).toBe(false)
  expect(needsLoginShell({}, 'win32')).toBe(false)
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // Where nobody reaps orphans, a zombie is as gone as it gets.
  return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
