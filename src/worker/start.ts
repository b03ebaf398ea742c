// The worker of a running app: one per data dir, on the system's clock and network.

import type { HostInit } from '#contract/host'
import { systemClock } from './clock.ts'
import type { HostChannel } from './host-channel.ts'
import { openJournal } from './journal/database.ts'
import { lockDataDir } from './journal/lock.ts'
import { runWorker } from './worker.ts'

export async function startWorker(host: HostChannel, init: HostInit): Promise<void> {
  const clock = systemClock
  const lock = await lockDataDir(init.dataDir, clock)
  if (!lock.ok) {
    host.post({ type: 'fatal', message: lock.error.message })
    return
  }
  await runWorker({
    host,
    init,
    clock,
    random: Math.random,
    fetch,
    opened: openJournal(init.dataDir),
    onShutdown: () => {
      lock.value.release()
      process.exit(0)
    },
  })
}
