// Real processes: what counts is what the system's own process list says afterwards.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServerExit } from '#contract/host'
import type { ServerID } from '#contract/ids'
import { createLifeline, type ProcessEvents, type ProcessSpec } from './lifeline.ts'

/** What is promised: nothing is left this long after the host was killed. */
const GONE_WITHIN_MS = 5000

const isWindows = process.platform === 'win32'
const isLinux = process.platform === 'linux'
const root = join(import.meta.dirname, '../../..')

let dir = ''
/** In the command line of every process of one test, and of no other on the machine. */
let mark = ''
let hosts: ChildProcess[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-lifeline-'))
  mark = `600.${process.pid}${Math.floor(Math.random() * 1e9)}`
})

afterEach(async () => {
  for (const host of hosts) host.kill('SIGKILL')
  hosts = []
  for (const pid of marked()) process.kill(pid, 'SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

/** A server whose agents run shells: in groups of their own, re-parented ones, and one that ignores TERM. */
const serverScript = (): string => `
  const { spawn } = require('node:child_process')
  const shell = (script, options) => spawn('sh', ['-c', script], { stdio: 'ignore', ...options })
  shell('sleep ${mark}', {})
  shell('sleep ${mark}; :', { detached: true })
  shell('(sleep ${mark} &) ; exit 0', { detached: true })
  shell("trap '' TERM; sleep ${mark}; sleep ${mark}", { detached: true })
  shell('env -i /bin/sleep ${mark}; :', { detached: true })
  setInterval(() => {}, 1000)
`
const SHELL_PROCESSES = 8

const spec = (script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  id: 'srv_test' as ServerID,
  command: process.execPath,
  args: ['-e', script],
  env: { PATH: process.env['PATH'] ?? '' },
  cwd: dir,
  redact: [],
  ...more,
})

/** Pids of this test's living processes; a zombie has no command line. */
function marked(): readonly number[] {
  if (isLinux)
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid && commandLine(pid).includes(mark))
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=', '-o', 'command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(mark) && !line.includes('<defunct>'))
    .map((line) => Number.parseInt(line, 10))
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

async function until(condition: () => boolean, withinMs: number, what: string): Promise<void> {
  const limit = Date.now() + withinMs
  while (!condition()) {
    if (Date.now() > limit)
      throw new Error(`not within ${withinMs} ms: ${what}; left: ${marked().map(commandLine).join(' | ')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const allRunning = (): Promise<void> =>
  until(
    () => marked().filter((pid) => !isServer(pid)).length >= SHELL_PROCESSES - 1,
    15_000,
    'every shell runs',
  )
const isServer = (pid: number): boolean => commandLine(pid).includes('setInterval')

/** Another Node process that holds a server's life and can be killed. Answers the server's pid. */
async function startHost(): Promise<{ readonly host: ChildProcess; readonly pid: number }> {
  const program = `
    import { createLifeline } from '#host/lifeline/lifeline'
    const started = await createLifeline(${JSON.stringify(dir)}).start(JSON.parse(process.env.SPEC), { exit: () => {} })
    console.log(started.ok ? started.value.pid : started.error.message)
    setInterval(() => {}, 1000)`
  const host = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    env: { ...process.env, SPEC: JSON.stringify(spec(serverScript())) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  hosts.push(host)
  const line = await new Promise<string>((resolve) => createInterface(host.stdout).once('line', resolve))
  return { host, pid: Number(line) }
}

function listen(): {
  readonly on: ProcessEvents
  readonly exit: Promise<ServerExit>
  readonly lines: string[]
} {
  const lines: string[] = []
  const told = Promise.withResolvers<ServerExit>()
  return { on: { line: (line) => lines.push(line), exit: told.resolve }, exit: told.promise, lines }
}

async function startHere(script: string, more: Partial<ProcessSpec> = {}) {
  const heard = listen()
  const lifeline = createLifeline(join(dir, 'lifeline'))
  const started = await lifeline.start(spec(script, more), heard.on)
  if (!started.ok) throw new Error(started.error.message)
  return { ...heard, lifeline, server: started.value }
}

const reaperOf = (host: ChildProcess): number => {
  const children = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
  const reaper = children.find((pid) => commandLine(pid).includes('millrace-lifeline'))
  if (reaper === undefined) throw new Error('the host has no reaper')
  return reaper
}

describe.skipIf(isWindows)("a server's life", () => {
  it('ends with all its shells when the host is killed', async () => {
    const { host } = await startHost()
    await allRunning()
    host.kill('SIGKILL')
    await until(() => marked().length === 0, GONE_WITHIN_MS, 'everything is gone')
  })

  it('ends with all its shells on stop, and the exit is told', async () => {
    const { server, exit } = await startHere(serverScript())
    await allRunning()
    await server.stop()
    expect(marked()).toEqual([])
    expect(await exit).toMatchObject({ pid: server.pid, code: null, signal: 'SIGTERM' })
    await server.stop()
  })

  it('takes its shells along when it crashes, and code and last lines are told', async () => {
    const onSignal = `process.on('SIGUSR2', () => { console.error('out of luck'); process.exit(7) })`
    const { server, exit } = await startHere(`${onSignal}; ${serverScript()}`)
    await allRunning()
    process.kill(server.pid, 'SIGUSR2')
    expect(await exit).toMatchObject({ id: 'srv_test', pid: server.pid, code: 7, signal: null })
    expect((await exit).tail).toContain('out of luck')
    // Without /proc the shells are found only if the tree was looked at while it was whole.
    if (isLinux) expect(marked()).toEqual([])
  })

  it('tells the signal that killed it', async () => {
    const { server, exit } = await startHere('setInterval(() => {}, 1000)')
    process.kill(server.pid, 'SIGKILL')
    expect(await exit).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  it('leaves no record once it has ended', async () => {
    const { server } = await startHere('setInterval(() => {}, 1000)')
    expect(readdirSync(join(dir, 'lifeline'))).toHaveLength(1)
    await server.stop()
    expect(readdirSync(join(dir, 'lifeline'))).toEqual([])
  })

  it.runIf(isLinux)("holds none of the host's pipes, nor do its shells", async () => {
    const { host, pid } = await startHost()
    await allRunning()
    // What whoever runs the tests has left open for everybody is not the host's.
    const inherited = pipesOf(process.pid)
    const held = pipesOf(host.pid ?? 0).filter((pipe) => !inherited.includes(pipe))
    expect(held).not.toEqual([])
    for (const ours of [pid, ...marked()]) for (const pipe of pipesOf(ours)) expect(held).not.toContain(pipe)
    const reaperInput = readlinkSync(`/proc/${reaperOf(host)}/fd/0`)
    for (const ours of [pid, ...marked()]) expect(pipesOf(ours)).not.toContain(reaperInput)
  })

  it.runIf(isLinux)('goes on when only the reaper is killed, and still ends with the host', async () => {
    const { host, pid } = await startHost()
    await allRunning()
    const first = reaperOf(host)
    process.kill(first, 'SIGKILL')
    await until(() => existsSync(`/proc/${pid}`) && hasOtherReaper(host, first), 5000, 'a new reaper')
    host.kill('SIGKILL')
    await until(() => marked().length === 0, GONE_WITHIN_MS, 'everything is gone')
  })

  it.runIf(isLinux)('is ended by the next start when host and reaper were both killed', async () => {
    const { host, pid } = await startHost()
    await allRunning()
    const reaper = reaperOf(host)
    host.kill('SIGSTOP')
    process.kill(reaper, 'SIGKILL')
    host.kill('SIGKILL')
    await until(() => !existsSync(`/proc/${host.pid}`), 5000, 'the host is dead')
    expect(commandLine(pid)).not.toBe('')

    expect(await createLifeline(dir).sweep()).toBe(1)
    expect(marked()).toEqual([])
    expect(await createLifeline(dir).sweep()).toBe(0)
  })

  it('is left alone by a sweep while its host lives', async () => {
    const { lifeline, server } = await startHere('setInterval(() => {}, 1000)')
    expect(await lifeline.sweep()).toBe(0)
    expect(() => process.kill(server.pid, 0)).not.toThrow()
    await server.stop()
  })

  it('is not ended in place of another process that got its pid', async () => {
    const stranger = spawn('sleep', [mark], { stdio: 'ignore' })
    hosts.push(stranger)
    const record = { hostPid: 1, hostStart: 'long ago', token: 't', pid: stranger.pid, start: 'long ago' }
    writeFileSync(join(dir, 't.json'), JSON.stringify(record))
    expect(await createLifeline(dir).sweep()).toBe(0)
    expect(marked()).toEqual([stranger.pid])
    expect(readdirSync(dir)).toEqual([])
  })
})

describe.skipIf(isWindows)("a server's output", () => {
  it('comes as lines without the secrets in it', async () => {
    const { lines, exit } = await startHere(
      `console.log('my password is', 'hunter22'); console.error('näher')`,
      {
        redact: ['hunter22'],
      },
    )
    expect([...(await exit).tail].sort()).toEqual(['my password is [redacted]', 'näher'])
    expect(lines.join()).not.toContain('hunter22')
  })

  it('never blocks it, and only its end is kept', async () => {
    const flood = `for (let i = 0; i < 20000; i++) require('node:fs').writeSync(1, 'line ' + i + ' x'.repeat(200) + '\\n')`
    const { exit } = await startHere(flood)
    const { tail, code } = await exit
    expect(code).toBe(0)
    expect(tail.length).toBeLessThan(1000)
    expect(tail.at(-1)).toContain('line 19999')
  })
})

describe.skipIf(isWindows)('a server that cannot be started', () => {
  it.each([
    ['a program that is not there', { command: '/nowhere/opencode' }, 'not-found'],
    ['a folder that is not there', { cwd: '/nowhere/project' }, 'not-found'],
  ])('is a value that names the reason: %s', async (_, wrong, code) => {
    const started = await createLifeline(dir).start(spec('', wrong), { exit: () => {} })
    expect(started).toMatchObject({
      ok: false,
      error: { code, message: expect.stringContaining('/nowhere/') },
    })
    expect(readdirSync(dir)).toEqual([])
  })

  it('says so when the program may not be run', async () => {
    const command = join(dir, 'opencode')
    writeFileSync(command, '#!/bin/sh\n')
    chmodSync(command, 0o644)
    const started = await createLifeline(join(dir, 'lifeline')).start(spec('', { command }), {
      exit: () => {},
    })
    expect(started).toMatchObject({ ok: false, error: { code: 'not-readable' } })
  })
})

const hasOtherReaper = (host: ChildProcess, first: number): boolean => {
  try {
    return reaperOf(host) !== first
  } catch {
    return false
  }
}

function pipesOf(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`)
      return /^(pipe|socket):/.test(target) ? [target] : []
    } catch {
      return []
    }
  })
}
