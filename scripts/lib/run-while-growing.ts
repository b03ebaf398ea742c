import { spawn } from 'node:child_process'
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export type GrowingRun = {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Folders in which arriving bytes show as growing files. They need not exist yet. */
  readonly folders: readonly string[]
  /** Ended when the folders' contents have not changed for this long. */
  readonly silenceMs: number
  readonly onBytes?: (total: number) => void
}

export type GrowingResult =
  { readonly kind: 'ended'; readonly code: number; readonly output: string } | { readonly kind: 'silent' }

const POLL_MS = 250

/**
 * Runs a downloader for as long as something arrives. Downloaders don't say when a connection has gone
 * quiet, but what they have received is on disk, so the files' sizes are the measure.
 */
export function runWhileGrowing(run: GrowingRun): Promise<GrowingResult> {
  const child = spawn(run.command, run.args, { env: run.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))

  const end = () => child.kill('SIGKILL')
  const interrupt = () => {
    end()
    process.exit(130)
  }
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  let bytes = sizeOf(run.folders)
  let changedAt = performance.now()

  return new Promise((resolve) => {
    const settle = (result: GrowingResult) => {
      clearInterval(poll)
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      resolve(result)
    }
    const poll = setInterval(() => {
      const now = sizeOf(run.folders)
      if (now !== bytes) {
        bytes = now
        changedAt = performance.now()
        run.onBytes?.(now)
      } else if (performance.now() - changedAt > run.silenceMs) {
        end()
        settle({ kind: 'silent' })
      }
    }, POLL_MS)
    child.once('error', (error) => settle({ kind: 'ended', code: 127, output: error.message }))
    child.once('close', (code) => settle({ kind: 'ended', code: code ?? 1, output }))
  })
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + sizeOfOne(path), 0)
}

// Files come and go while a downloader works: what has vanished counts as nothing.
function sizeOfOne(path: string): number {
  try {
    const stats = lstatSync(path)
    if (!stats.isDirectory()) return stats.size
    return sizeOf(readdirSync(path).map((name) => join(path, name)))
  } catch {
    return 0
  }
}
