import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runWhileGrowing } from './run-while-growing.ts'

export type Download = {
  /** A JavaScript file that downloads something, by way of the system's temporary folder. */
  readonly script: string
  readonly args: readonly string[]
  /** Where the downloader unpacks, so that unpacking counts as life too. */
  readonly target: string
}

// A connection on which nothing arrives for this long is not going to bring 100 MB.
const SILENCE_MS = 20_000
const MEGABYTE = 1_000_000

/** Runs a downloader in a temporary folder of its own; resolves to why it failed, or undefined. */
export async function download({ script, args, target }: Download): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-download-'))
  const showProgress = process.stdout.isTTY
  try {
    const result = await runWhileGrowing({
      command: process.execPath,
      args: [script, ...args],
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
      folders: [folder, target],
      silenceMs: SILENCE_MS,
      onBytes: (total) => showProgress && process.stdout.write(`\r${Math.round(total / MEGABYTE)} MB `),
    })
    if (showProgress) process.stdout.write('\r')
    if (result.kind === 'silent') return `no byte arrived for ${SILENCE_MS / 1000} s`
    return result.code === 0 ? undefined : firstLineOf(result.output)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function firstLineOf(output: string): string {
  const line = output.split('\n').find((text) => /error|fail|ENOTFOUND|refused/i.test(text))
  return line?.replace(/^\s*(\w*Error:\s*)+/, '').trim() ?? 'the download failed'
}
