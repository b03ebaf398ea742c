/** The built browser host, started as a person would. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')

export interface WebHost {
  /** Signs a browser in. */
  readonly url: string
  /** Epoch milliseconds with fractions: just before the process was started, and at its "ready" line. */
  readonly startedAt: number
  readonly readyAt: number
  close(): Promise<void>
}

/** Epoch milliseconds with fractions: comparable with a page's `performance.timeOrigin + performance.now()`. */
export const preciseNow = (): number => performance.timeOrigin + performance.now()

export async function startWebHost(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<WebHost> {
  const startedAt = preciseNow()
  const child = spawn(process.execPath, [join(root, 'out/main/web.js'), '--no-open', ...args], {
    cwd: root,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const { url, readyAt } = await new Promise<{ url: string; readyAt: number }>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const ready = /^Millrace ready: (\S+)$/.exec(line)?.[1]
      if (ready !== undefined) resolve({ url: ready, readyAt: preciseNow() })
    })
    child.once('exit', (code) => reject(new Error(`The browser host ended with ${code}: ${said}`)))
  })
  return {
    url,
    startedAt,
    readyAt,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
    },
  }
}

/** A port that is free just now; the same one in every run keeps what a browser remembers of the origin. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
