import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { helpText, parseCommandLine, type HostKind, type RunOptions } from './command-line.ts'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-command-line-'))
  mkdirSync(join(dir, 'one'))
  mkdirSync(join(dir, 'two'))
  writeFileSync(join(dir, 'file'), '')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const parse = (argv: readonly string[], host: HostKind = 'desktop', env = {}) =>
  parseCommandLine(argv, env, host, dir)

function run(argv: readonly string[], host: HostKind = 'desktop', env = {}): RunOptions {
  const parsed = parse(argv, host, env)
  if (!parsed.ok || parsed.value.action !== 'run') throw new Error(JSON.stringify(parsed))
  return parsed.value
}

describe('a command line', () => {
  it('without flags opens nothing and starts the app with its usual data dir', () => {
    expect(run([], 'desktop', { XDG_DATA_HOME: '/data', APPDATA: 'C:\\data' })).toMatchObject({
      dataDir: expect.stringMatching(/millrace$/i),
      options: { projects: [], server: null, demo: false },
      port: 0,
      isBrowserOpened: true,
    })
  })

  it('names folders relative to where it was typed, several of them', () => {
    const { options, dataDir } = run(['--project', 'one', '--project=two', '--data-dir', 'not/there/yet'])
    expect(options.projects).toEqual([join(dir, 'one'), join(dir, 'two')])
    expect(dataDir).toBe(join(dir, 'not/there/yet'))
  })

  it('takes a server with the password from the environment', () => {
    const env = { MILLRACE_SERVER_PASSWORD: 'secret', MILLRACE_SERVER_USERNAME: 'ada' }
    expect(run(['--server', 'http://localhost:4096/'], 'web', env).options.server).toEqual({
      url: 'http://localhost:4096',
      username: 'ada',
      password: 'secret',
    })
    expect(run(['--server', 'https://box.example/code']).options.server).toEqual({
      url: 'https://box.example/code',
      username: '',
      password: '',
    })
  })

  it('knows port and browser on the browser host only', () => {
    expect(run(['--port', '4100', '--no-open'], 'web')).toMatchObject({ port: 4100, isBrowserOpened: false })
    expect(parse(['--no-open'], 'desktop').ok).toBe(false)
  })

  it('asks for help or the version before anything else is looked at', () => {
    expect(parse(['--help', '--project', 'nowhere'])).toEqual({ ok: true, value: { action: 'help' } })
    expect(parse(['--version'])).toEqual({ ok: true, value: { action: 'version' } })
  })

  it.each([
    [['--projekt', 'one'], '--projekt is not a flag Millrace knows; try --help.'],
    [['-x'], '-x is not a flag Millrace knows; try --help.'],
    [['--constructor'], '--constructor is not a flag Millrace knows; try --help.'],
    [['one'], '"one" is not a flag; a folder is opened with --project one.'],
    [['--project'], '--project needs a value; try --help.'],
    [['--project', '--demo'], '--project needs a value; try --help.'],
    [['--data-dir='], '--data-dir needs a value; try --help.'],
    [['--demo=yes'], '--demo takes no value.'],
    [['--project', 'nowhere'], 'The folder DIR/nowhere is not there.'],
    [['--project', 'file'], 'DIR/file is not a folder.'],
    [['--project', 'file/below'], 'The folder DIR/file/below is not there.'],
    [['--data-dir', 'file'], 'The data dir DIR/file is not a folder.'],
    [['--data-dir', 'file/below'], "The data dir DIR/file/below can't be used."],
    [['--server', 'localhost:4096'], '--server needs an address that starts with http:// or https://.'],
    [['--server', 'http://'], '--server needs an address that starts with http:// or https://.'],
    [
      ['--server', 'http://a:b@c'],
      '--server takes no user or password in the address; set MILLRACE_SERVER_PASSWORD.',
    ],
    [
      ['--demo', '--server', 'http://c'],
      '--demo starts a server of its own, so it does not go together with --server.',
    ],
    [['--port', '99999'], '--port needs a number from 0 to 65535, not "99999".'],
    [['--port', '80a'], '--port needs a number from 0 to 65535, not "80a".'],
  ])('that is wrong gets one sentence: %j', (argv, message) => {
    const parsed = parse(argv, 'web')
    expect(parsed).toEqual({ ok: false, error: { message: message.replace('DIR', dir) } })
  })

  it('says when a folder may not be read', ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may read every folder')
    const closed = join(dir, 'closed')
    mkdirSync(closed)
    chmodSync(closed, 0)
    expect(parse(['--project', closed])).toEqual({
      ok: false,
      error: { message: `The folder ${closed} can't be read.` },
    })
  })
})

it('the help names every flag of its host', () => {
  expect(helpText('web')).toContain('--no-open')
  expect(helpText('desktop')).not.toContain('--port')
  for (const flag of ['--project', '--server', '--demo', '--data-dir', 'MILLRACE_SERVER_PASSWORD'])
    expect(helpText('desktop')).toContain(flag)
})
