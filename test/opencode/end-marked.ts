/** Ends every process that carries a mark in its environment: agents' shells leave the server's process group. */
import { readdirSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

const environmentOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}

/** Pids below `root` by parent, where there is no /proc. */
const descendants = (root: number): readonly number[] => {
  const rows = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout ?? ''
  const pairs = rows.split('\n').map((row) => row.trim().split(/\s+/).map(Number))
  const below = (parent: number): readonly number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([pid]) => (pid ? [...below(pid), pid] : []))
  return below(root)
}

const marked = (mark: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(mark))
    .map(Number)
    .filter((pid) => pid !== process.pid)

/** What was started while the last pass looked is found by the next; a shell's child needs two. */
const passes = 3

/** `root` is the server's pid; `mark` is a text that stands in its environment and in no other's. */
export const endMarked = (root: number, mark: string): void => {
  switch (process.platform) {
    case 'win32':
      spawnSync('taskkill', ['/pid', String(root), '/T', '/F'])
      break
    case 'linux':
      kill(root)
      for (let pass = 0; pass < passes; pass += 1) marked(mark).forEach(kill)
      break
    default:
      descendants(root).forEach(kill)
      kill(root)
  }
}
