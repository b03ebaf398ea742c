// The worker as a child process, for the host without Electron.

import { fork } from 'node:child_process'
import type { WorkerMessage } from '#contract/host'
import type { WorkerProcess } from '#host/worker-supervisor'

/** @param path of the built worker */
export function forkWorker(path: string): WorkerProcess {
  const child = fork(path, [], {
    execArgv: [],
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // A worker that is just ending can't be told anything; its exit says all.
  child.on('error', () => {})
  return {
    post: (message) => {
      if (child.connected) child.send(message, () => {})
    },
    onMessage: (listener) => {
      child.on('message', (message) => listener(message as WorkerMessage))
    },
    onExit: (listener) => {
      child.once('exit', (code) => listener(code))
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
