// A program started from a desktop icon has a bare PATH. The login shell knows where node, git and cargo are, so it
// is asked once, as the person's own terminal would start it.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { basename } from 'node:path'
import { fail, ok, type Result } from '#contract/result'

export type Environment = Readonly<Record<string, string>>

/** Shells with version managers take a second or two; ten mean that one waits for an answer. */
const LOGIN_SHELL_LIMIT_MS = 10_000

/** An environment is a few KiB; this is a shell that prints without end. */
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024

/** They belong to the shell that was asked, not to us. */
const OF_THE_SHELL: readonly string[] = ['PWD', 'OLDPWD', 'SHLVL', '_']

/**
 * Whether the shell has to be asked at all. A terminal sets TERM, and what is started there has the environment the
 * person chose for it, which must not be replaced. Windows gives every program the same environment.
 */
export const needsLoginShell = (
  env: Readonly<Record<string, string | undefined>>,
  platform = process.platform,
): boolean => platform !== 'win32' && !env['TERM']

/** The person's shell, also where a desktop session doesn't set SHELL. */
export function loginShell(env: Readonly<Record<string, string | undefined>>): string {
  const { shell } = userInfo()
  return env['SHELL'] || shell || '/bin/sh'
}

/**
 * The environment as `shell` makes it for an interactive login, otherwise like `env`. What the shell's start files
 * print is passed over. Codes: `not-found`, `timeout`, `unsupported` (it ended without an answer).
 */
export function resolveLoginEnvironment(options: {
  readonly shell: string
  readonly env: Environment
  readonly timeoutMs?: number
}): Promise<Result<Environment>> {
  const { shell, env, timeoutMs = LOGIN_SHELL_LIMIT_MS } = options
  const mark = `millrace-${randomUUID()}`
  const child = spawn(shell, [...loginFlags(shell), printEnvironment(mark)], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    // Without a terminal to take hold of, and as a group that can be ended as one.
    detached: true,
  })
  return new Promise((resolve) => {
    let output = ''
    const settle = (result: Result<Environment>): void => {
      clearTimeout(limit)
      child.stdout.destroy()
      child.unref()
      resolve(result)
    }
    const giveUp = (result: Result<Environment>): void => {
      endGroup(child.pid)
      settle(result)
    }
    const limit = setTimeout(() => {
      const seconds = Math.round(timeoutMs / 1000)
      giveUp(
        fail(
          'timeout',
          `Your shell ${shell} did not start within ${seconds} s; programs it finds may be missing.`,
        ),
      )
    }, timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      // Not the shell's exit: something its start files left in the background may hold the pipe for good.
      const found = parseEnvironment(output, mark)
      if (found !== null) return settle(ok(withoutShellState(found, env)))
      if (output.length > MAX_OUTPUT_BYTES)
        giveUp(fail('unsupported', `Your shell ${shell} prints without end.`))
    })
    child.on('error', () => settle(fail('not-found', `Your shell ${shell} could not be started.`)))
    child.on('close', (code) =>
      settle(
        fail(
          'unsupported',
          `Your shell ${shell} ended (${code ?? 'killed'}) without telling its environment; programs it finds may be missing.`,
        ),
      ),
    )
  })
}

const loginFlags = (shell: string): readonly string[] =>
  // csh takes -l only when it stands alone.
  /^t?csh$/.test(basename(shell)) ? ['-i', '-c'] : ['-i', '-l', '-c']

/**
 * For `shell -c`, so in words that sh, zsh, fish and csh read alike: single quotes, no backslash. awk, because
 * `env -0` is not everywhere and lines alone can't tell values with line breaks apart.
 */
const printEnvironment = (mark: string): string =>
  `awk 'BEGIN { m = "${mark}"; printf "%s", m; for (k in ENVIRON) printf "%s=%s%s", k, ENVIRON[k], m; printf "%s", m }'`

/** `<noise>MARK a=1 MARK b=2 MARK MARK <noise>`; null until the double mark at the end is there. */
function parseEnvironment(output: string, mark: string): Environment | null {
  const start = output.indexOf(mark)
  const end = output.indexOf(mark + mark, start + 1)
  if (start < 0 || end < 0) return null
  const entries = output.slice(start + mark.length, end).split(mark)
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=', 1)
      return [entry.slice(0, at), entry.slice(at + 1)]
    }),
  )
}

function withoutShellState(found: Environment, env: Environment): Environment {
  const own = (name: string): boolean => OF_THE_SHELL.includes(name)
  const asked = Object.entries(found).filter(([name]) => !own(name))
  return Object.fromEntries([...asked, ...Object.entries(env).filter(([name]) => own(name))])
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}
