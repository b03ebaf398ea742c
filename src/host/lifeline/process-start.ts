// When a process started, as an opaque text. With its pid it names one process for good: pids are used again,
// a pid together with its start is not.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** `ps` and PowerShell answer at once or not at all. */
const ASK_LIMIT_MS = 5000

/** The start of the process `pid`, or null if there is none (a zombie counts as none). */
export async function processStart(pid: number, platform = process.platform): Promise<string | null> {
  try {
    if (platform === 'linux') return await linuxStart(pid)
    if (platform === 'win32') return await windowsStart(pid)
    return await psStart(pid)
  } catch {
    return null
  }
}

async function linuxStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name stands in brackets and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields[19]
  if (ticks === undefined || fields[0] === 'Z') return null
  // Ticks count from the boot, so they repeat after the next one.
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  return `${boot} ${ticks}`
}

async function psStart(pid: number): Promise<string | null> {
  const { stdout } = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
    env: { ...process.env, LC_ALL: 'C' },
    timeout: ASK_LIMIT_MS,
  })
  const line = stdout.trim()
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '')
}

async function windowsStart(pid: number): Promise<string | null> {
  const ask = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', ask], {
    timeout: ASK_LIMIT_MS,
    windowsHide: true,
  })
  return stdout.trim() || null
}
