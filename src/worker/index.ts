// The worker's entry: waits for the host's init, then runs. The same under Electron's utility process,
// under the browser host's child process, and in a test.

import { CONTRACT_VERSION } from '#contract/version'
import { createHostChannel } from './host-channel.ts'
import { openHostPipe } from './host-pipe.ts'
import { startWorker } from './start.ts'

/** Enough to find the place. */
const MAX_STACK_LINES = 12

const pipe = openHostPipe()
if (pipe === null) {
  process.stderr.write('The worker is started by the app, not by hand.\n')
  process.exitCode = 2
} else {
  const host = createHostChannel(pipe)
  // What it dies of. An error's message can quote what it failed on, so only its name and place are kept.
  process.on('uncaughtExceptionMonitor', (error) => {
    const place = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
    const details = { name: error.name, place: place.slice(0, MAX_STACK_LINES).join('\n') }
    host.post({ type: 'log', entry: { level: 'error', what: 'the worker failed', details } })
  })
  let started = false
  host.onEvent(({ message }) => {
    if (message.type !== 'init' || started) return
    started = true
    if (message.init.v !== CONTRACT_VERSION) {
      host.post({
        type: 'fatal',
        message: 'The app and its worker are of different versions. Install Millrace again.',
      })
      return
    }
    void startWorker(host, message.init)
  })
}
