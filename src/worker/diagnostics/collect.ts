// A server's counters, put together from everyone who counts.

import type { CommandItem } from '#contract/commands'
import type { FeedCounts, OutboxCounts, ServerDiagnostics } from '#contract/diagnostics'
import type { ServerID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { OutboxCounters } from '../outbox/counters.ts'
import type { RuntimeDiagnostics } from './server-counts.ts'

interface Runtime {
  readonly id: ServerID
  diagnostics(): RuntimeDiagnostics
}

interface Outbox {
  items(): readonly OutboxItem[]
  commands(): readonly CommandItem[]
  counters(server: ServerID): OutboxCounters
}

export const collectDiagnostics = (
  runtimes: Iterable<Runtime>,
  outbox: Outbox,
  feed: (server: ServerID) => FeedCounts,
): readonly ServerDiagnostics[] =>
  [...runtimes].map((runtime) => ({
    ...runtime.diagnostics(),
    feed: feed(runtime.id),
    outbox: countOutbox(outbox, runtime.id),
  }))

function countOutbox(outbox: Outbox, server: ServerID): OutboxCounts {
  const { waiting: unconfirmed, ...done } = outbox.counters(server)
  const held = [...outbox.items(), ...outbox.commands()].filter((item) => item.server === server)
  const of = (type: 'sending' | 'failed'): number => held.filter(({ state }) => state.type === type).length
  const sending = of('sending')
  const failed = of('failed')
  return { ...done, waiting: unconfirmed - sending - failed, sending, failed }
}
