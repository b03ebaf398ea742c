// The command line, the same for the desktop app and the browser host.

import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { StartOptions } from '#contract/host'
import type { Result } from '#contract/result'
import { defaultDataDir } from './paths.ts'

export type HostKind = 'desktop' | 'web'

export type CommandLine =
  { readonly action: 'help' } | { readonly action: 'version' } | ({ readonly action: 'run' } & RunOptions)

export interface RunOptions {
  /** Absolute; need not exist yet. */
  readonly dataDir: string
  readonly options: StartOptions
  /** Browser host only: 0 means any free port. */
  readonly port: number
  /** Browser host only: whether to open a browser. */
  readonly isBrowserOpened: boolean
}

/** One sentence; the program says it on stderr and ends with `USAGE_EXIT_CODE`. */
export interface UsageError {
  readonly message: string
}

export const USAGE_EXIT_CODE = 2

const shared = {
  'data-dir': { type: 'string' },
  project: { type: 'string', multiple: true },
  server: { type: 'string' },
  demo: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const
const flags = {
  desktop: { ...shared },
  web: { ...shared, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
} as const

/**
 * Strict: on the desktop, Electron's and Chromium's own switches have been taken out of `argv` before.
 * @param argv without the program itself
 * @param env `MILLRACE_SERVER_PASSWORD` and `MILLRACE_SERVER_USERNAME` go with `--server`
 * @param cwd what relative folders are relative to
 */
export function parseCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  host: HostKind,
  cwd: string = process.cwd(),
): Result<CommandLine, UsageError> {
  const read = readFlags(argv, host)
  if (!read.ok) return read
  const values = read.value
  if (values.help) return { ok: true, value: { action: 'help' } }
  if (values.version) return { ok: true, value: { action: 'version' } }

  const projects = (values.project ?? []).map((dir) => resolve(cwd, dir))
  for (const dir of projects) {
    const problem = folderProblem(dir)
    if (problem !== null) return usage(problem)
  }
  const dataDir = values['data-dir'] === undefined ? defaultDataDir(env) : resolve(cwd, values['data-dir'])
  const dataProblem = dataDirProblem(dataDir)
  if (dataProblem !== null) return usage(dataProblem)
  if (values.demo && values.server !== undefined)
    return usage('--demo starts a server of its own, so it does not go together with --server.')
  const server = serverOf(values.server, env)
  if (!server.ok) return server
  const port = portOf(values.port)
  if (!port.ok) return port
  return {
    ok: true,
    value: {
      action: 'run',
      dataDir,
      options: { projects, server: server.value, demo: values.demo ?? false },
      port: port.value,
      isBrowserOpened: !values['no-open'],
    },
  }
}

interface Flags {
  readonly 'data-dir'?: string
  readonly project?: string[]
  readonly server?: string
  readonly demo?: boolean
  readonly version?: boolean
  readonly help?: boolean
  readonly port?: string
  readonly 'no-open'?: boolean
}

/** Strict, with our own sentences: those of `parseArgs` explain how to escape what nobody meant to escape. */
function readFlags(argv: readonly string[], host: HostKind): Result<Flags, UsageError> {
  const options: Readonly<Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>> = flags[host]
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'option-terminator') return usage('-- has no meaning here; try --help.')
    if (token.kind === 'positional')
      return usage(`"${token.value}" is not a flag; a folder is opened with --project ${token.value}.`)
    const type = options[token.name]?.type
    if (type === undefined) return usage(`${token.rawName} is not a flag Millrace knows; try --help.`)
    // `--project --demo`: the next flag is not meant as a folder.
    const isMissing =
      token.value === undefined || token.value === '' || (!token.inlineValue && token.value.startsWith('--'))
    if (type === 'string' && isMissing) return usage(`${token.rawName} needs a value; try --help.`)
    if (type === 'boolean' && token.value !== undefined) return usage(`${token.rawName} takes no value.`)
  }
  return { ok: true, value: parseArgs({ args: [...argv], options }).values }
}

function folderProblem(dir: string): string | null {
  try {
    if (!statSync(dir).isDirectory()) return `${dir} is not a folder.`
  } catch (cause) {
    return isCode(cause, 'EACCES') ? `The folder ${dir} can't be read.` : `The folder ${dir} is not there.`
  }
  return isAllowed(dir, constants.R_OK | constants.X_OK) ? null : `The folder ${dir} can't be read.`
}

/** The data dir is made when it is not there; here only what can be known to fail. */
function dataDirProblem(dir: string): string | null {
  try {
    if (!statSync(dir).isDirectory()) return `The data dir ${dir} is not a folder.`
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return null
    return `The data dir ${dir} can't be used.`
  }
  return isAllowed(dir, constants.R_OK | constants.W_OK | constants.X_OK)
    ? null
    : `The data dir ${dir} can't be written to.`
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code

function serverOf(
  text: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Result<StartOptions['server'], UsageError> {
  if (text === undefined) return { ok: true, value: null }
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return usage('--server needs an address that starts with http:// or https://.')
  if (url.username !== '' || url.password !== '')
    return usage('--server takes no user or password in the address; set MILLRACE_SERVER_PASSWORD.')
  return {
    ok: true,
    value: {
      url: url.href.replace(/\/$/, ''),
      username: env['MILLRACE_SERVER_USERNAME'] ?? '',
      password: env['MILLRACE_SERVER_PASSWORD'] ?? '',
    },
  }
}

function portOf(text: string | undefined): Result<number, UsageError> {
  if (text === undefined) return { ok: true, value: 0 }
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return { ok: true, value: port }
  return usage(`--port needs a number from 0 to 65535, not "${text}".`)
}

const usage = (message: string): Result<never, UsageError> => ({ ok: false, error: { message } })

/** What `--help` prints. */
export function helpText(host: HostKind): string {
  const web = `
  --port N         listen on this port (default: any free one)
  --no-open        do not open a browser`
  return `Usage: ${host === 'web' ? 'npm run web --' : 'millrace'} [flags]

  --project DIR    open this folder; may be given several times
  --server URL     use the opencode or CodeNomad server at this address and start none
  --demo           a scripted model in a sample project: no account, no network
  --data-dir DIR   keep everything the app stores in this folder${host === 'web' ? web : ''}
  --version        print the version
  --help           print this text

Environment
  MILLRACE_SERVER_PASSWORD   password for --server
  MILLRACE_SERVER_USERNAME   user name for --server (default: the usual one of its kind, opencode or codenomad)
`
}
