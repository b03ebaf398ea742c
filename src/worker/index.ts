// The worker's entry: waits for the host's init, then runs. The same under Electron's utility process,
// under the browser host's child process, and in a test.

import { CONTRACT_VERSION } from '#contract/version'
import { createHostChannel } from './host-channel.ts'
import { openHostPipe } from './host-pipe.ts'
import { startWorker } from './start.ts'

const pipe = openHostPipe()
if (pipe === null) {
  process.stderr.write('The worker is started by the app, not by hand.\n')
  process.exitCode = 2
} else {
  const host = createHostChannel(pipe)
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
