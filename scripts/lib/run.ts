import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './project.ts'

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv
  /** Default: the checkout. */
  readonly cwd?: string
  /** The child reads our stdin. Off for anything that must not wait for a person. */
  readonly interactive?: boolean
  /** After this long the child is ended and counts as failed. */
  readonly limitMs?: number
}

// Long enough for a test runner to write its report and end its own children.
const KILL_AFTER_MS = 10_000
const PARENT_POLL_MS = 500
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a program with our output as its output and resolves to its exit code; a signal's number is added
 * to 128, a program that can't be started counts as 127. SIGTERM, SIGHUP and SIGINT are passed on; after
 * one, an interactive program's exit code is still the answer, any other run ends this process with it.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? process.env,
    stdio: [options.interactive ? 'inherit' : 'ignore', 'inherit', 'inherit'],
  })
  const signals = passSignalsTo(child)
  const limit = options.limitMs === undefined ? undefined : endAfter(child, options.limitMs)

  return new Promise((resolve) => {
    const settle = (code: number) => {
      limit?.cancel()
      const received = signals.stop()
      if (received !== undefined && !options.interactive) process.exit(128 + constants.signals[received])
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      settle(127)
    })
    child.once('exit', (code, signal) => settle(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}

function passSignalsTo(child: ChildProcess) {
  let received: NodeJS.Signals | undefined
  const pass = (signal: NodeJS.Signals) => {
    received = signal
    // A terminal sends Ctrl-C to the child itself; a second one would mean "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  // npm signals the shell between us and it, which dies without passing the signal on.
  const parent = process.ppid
  const orphaned = setInterval(() => process.ppid !== parent && pass('SIGTERM'), PARENT_POLL_MS)
  for (const signal of PASSED_ON) process.on(signal, pass)
  return {
    stop() {
      clearInterval(orphaned)
      for (const signal of PASSED_ON) process.off(signal, pass)
      return received
    },
  }
}

function endAfter(child: ChildProcess, limitMs: number) {
  const terminate = setTimeout(() => child.kill('SIGTERM'), limitMs)
  const kill = setTimeout(() => child.kill('SIGKILL'), limitMs + KILL_AFTER_MS)
  return {
    cancel() {
      clearTimeout(terminate)
      clearTimeout(kill)
    },
  }
}

/** Runs one of our JavaScript tools on the Node that runs us. */
export function runNode(script: string, args: readonly string[], options?: RunOptions): Promise<number> {
  return run(process.execPath, [script, ...args], options)
}

export type Captured = { readonly code: number; readonly output: string }

/** Like `run`, but keeps what the program writes (stdout and stderr, as they came) instead of showing it. */
export function capture(
  command: string,
  args: readonly string[],
  options: Omit<RunOptions, 'interactive'> = {},
): Promise<Captured> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.limitMs,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: error.message }))
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }),
    )
  })
}
