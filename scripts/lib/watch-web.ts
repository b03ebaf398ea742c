import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { build } from './build.ts'
import { root } from './project.ts'

// An editor writes a file in several steps, a checkout writes hundreds.
const SETTLE_MS = 300

/**
 * Runs the browser host, rebuilds on every change under src/, and restarts it unless only the renderer
 * changed. Resolves never: it ends with its process.
 */
export async function watchWeb(args: readonly string[], canOpen: boolean): Promise<never> {
  const port = args.includes('--port') ? [] : ['--port', String(await freePort())]
  let host: ChildProcess | undefined
  let restart = false
  let pending: NodeJS.Timeout | undefined
  let building = Promise.resolve()

  const startHost = (open: boolean) => {
    const quiet = open || args.includes('--no-open') ? [] : ['--no-open']
    host = spawn(process.execPath, [join(root, 'out/main/web.js'), ...args, ...port, ...quiet], {
      cwd: root,
      stdio: 'inherit',
    })
  }
  const rebuild = async () => {
    const mustRestart = restart
    restart = false
    if ((await build()) !== 0 || !mustRestart) return
    await ended(host)
    startHost(false)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void ended(host).then(() => process.exit(0)))
  }

  if ((await build()) !== 0) console.error('The build failed; waiting for a change.')
  startHost(canOpen)
  watch(join(root, 'src'), { recursive: true }, (_event, file) => {
    if (file !== null && /\.test\.tsx?$/.test(file)) return
    restart ||= !file?.startsWith('renderer')
    clearTimeout(pending)
    pending = setTimeout(() => (building = building.then(rebuild)), SETTLE_MS)
  })
  return new Promise(() => {})
}

function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  return exit
}

// One address for the whole time, so that the tab that is open stays the right one.
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
