// One guard per server: a process whose stdin is our pipe and which ends the server's whole tree at EOF.

import { spawn, type ChildProcess } from 'node:child_process'
import { REAPER } from './reaper.ts'

export interface Guard {
  /** The server runs now. */
  readonly watch: (pid: number) => void
  /** The server has exited; only what it left behind is still to be ended. */
  readonly gone: () => void
  /** Ends the server and everything it started; resolves when that is done, rejects never. */
  readonly end: () => Promise<void>
}

/** A reaper that somebody killed is started anew, but not without end. */
const MAX_REAPER_STARTS = 5

/** The reaper needs about 3 s at most; past this something is wrong with it and we go on without. */
const END_LIMIT_MS = 8000

/** Without /proc a process can't be asked for its token, so the tree is remembered this often while it is whole. */
const LOOK_EVERY_MS = 2000

export const createGuard = (token: string, platform: NodeJS.Platform): Guard =>
  platform === 'win32' ? windowsGuard() : posixGuard(token, platform)

function posixGuard(token: string, platform: NodeJS.Platform): Guard {
  let server: number | null = null
  let isEnding = false
  let starts = 0
  let reaper = start()
  const looking = platform === 'linux' ? null : setInterval(() => tell('look'), LOOK_EVERY_MS).unref()

  function start(): ChildProcess {
    starts += 1
    const child = spawn('/bin/sh', ['-c', REAPER, 'millrace-lifeline', token], {
      cwd: '/',
      // Not ours: a reaper that carried the token would find itself.
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin`, LC_ALL: 'C' },
      stdio: ['pipe', 'ignore', 'ignore'],
      // A session of its own: a Ctrl-C or hang-up for the host must not end the one that cleans up after it.
      detached: true,
    })
    // A reaper that is gone can't be written to; its exit is what we act on.
    child.stdin?.on('error', () => {})
    child.on('error', () => {})
    child.on('exit', () => {
      if (isEnding || child !== reaper || starts >= MAX_REAPER_STARTS) return
      reaper = start()
      if (server !== null) tell(`watch ${server}`)
    })
    child.unref()
    return child
  }

  const tell = (line: string): void => {
    reaper.stdin?.write(`${line}\n`)
  }

  return {
    watch: (pid) => {
      server = pid
      tell(`watch ${pid}`)
    },
    gone: () => {
      server = null
      tell('gone')
    },
    end: async () => {
      isEnding = true
      if (looking !== null) clearInterval(looking)
      await closeAndWait(reaper)
    },
  }
}

/** `findstr` reads the pipe until the host is gone or closes it; `taskkill` then ends the tree by parent ids. */
function windowsGuard(): Guard {
  let watcher: ChildProcess | null = null
  return {
    watch: (pid) => {
      const wait = `"findstr "^" >nul & taskkill /pid ${pid} /T /F >nul 2>&1"`
      watcher = spawn('cmd.exe', ['/d', '/s', '/c', wait], {
        stdio: ['pipe', 'ignore', 'ignore'],
        // Otherwise it would end with us: children of Node share a job that dies with their parent.
        detached: true,
        windowsHide: true,
        windowsVerbatimArguments: true,
      })
      watcher.stdin?.on('error', () => {})
      watcher.on('error', () => {})
      watcher.unref()
    },
    gone: () => {
      // Its pid may be another program's soon.
      watcher?.kill()
    },
    end: async () => {
      if (watcher !== null) await closeAndWait(watcher)
    },
  }
}

function closeAndWait(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve()
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL')
      resolve()
    }, END_LIMIT_MS)
    child.once('exit', () => {
      clearTimeout(limit)
      resolve()
    })
    child.ref()
    child.stdin?.end()
  })
}
