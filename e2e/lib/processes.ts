// Processes of one test's app, known by a mark in their environment: agents' shells leave every process group.

import { readdirSync, readFileSync } from 'node:fs'

export interface FoundProcess {
  readonly pid: number
  readonly command: string
  readonly env: Readonly<Record<string, string>>
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** One that has ended and whose parent has not asked for its exit code is no longer running. */
const isZombie = (pid: number): boolean => /^State:\s+Z/m.test(read(`/proc/${pid}/status`))

/** Every running process, but this one, whose environment holds `mark`. */
export const marked = (mark: string): readonly FoundProcess[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => {
      const environ = read(`/proc/${pid}/environ`)
      if (!environ.includes(mark) || isZombie(pid)) return []
      const env = Object.fromEntries(
        environ
          .split('\0')
          .filter((entry) => entry !== '')
          .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
      )
      return [{ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim(), env }]
    })

export const isServer = ({ command }: FoundProcess): boolean => /opencode\S* serve /.test(command)

/** The built worker: a child of the browser host, a utility process of Electron's or of the stand-in's. */
export const isWorker = ({ command }: FoundProcess): boolean =>
  /worker\.js|utility-boot\.js|node\.mojom\.NodeService/.test(command)

export const kill = (pid: number, signal: NodeJS.Signals = 'SIGKILL'): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself.
  }
}

/** What was started while the last pass looked is found by the next. */
const PASSES = 4

/** Ends whatever is left of it. */
export const endMarked = (mark: string): void => {
  for (let pass = 0; pass < PASSES; pass += 1) for (const { pid } of marked(mark)) kill(pid)
}
