// The worker as Electron's utility process, and the way for a window's ports into it.

import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { HostMessage, WorkerMessage } from '#contract/host'
import type { WorkerProcess } from '#host/worker-supervisor'

export interface DesktopWorker {
  /** Only after the app is ready. */
  readonly fork: () => WorkerProcess
  /** Ports can't go through the supervisor, which knows plain messages only; without a worker they are closed. */
  readonly handOver: (window: number, ports: readonly [MessagePortMain, MessagePortMain]) => void
}

/** @param path of the built worker */
export function createDesktopWorker(path: string): DesktopWorker {
  let current: UtilityProcess | null = null

  const fork = (): WorkerProcess => {
    const child = utilityProcess.fork(path, [], {
      serviceName: 'Millrace worker',
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    current = child
    // An error event that nobody hears would end main as well; the exit that follows says all.
    child.on('error', () => {})
    // Posting from within the exit event has crashed Electron.
    child.once('exit', () => {
      if (current === child) current = null
    })
    return {
      post: (message) => {
        if (current === child) child.postMessage(message)
      },
      onMessage: (listener) => {
        child.on('message', (message) => listener(message as WorkerMessage))
      },
      onExit: (listener) => {
        child.once('exit', (code) => listener(code))
      },
      kill: () => {
        // Electron's own kill is a SIGTERM, which a stopped process never hears.
        if (child.pid !== undefined) killAtOnce(child.pid)
      },
    }
  }

  const handOver: DesktopWorker['handOver'] = (window, ports) => {
    const message: HostMessage = { type: 'window.open', window, ports: 'transferred' }
    if (current !== null) return current.postMessage(message, [...ports])
    for (const port of ports) port.close()
  }

  return { fork, handOver }
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
