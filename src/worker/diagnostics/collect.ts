// A server's counters, put together from everyone who counts.

import type { FeedCounts, OutboxCounts, ServerDiagnostics } from '#contract/diagnostics'
import type { ServerID } from '#contract/ids'
import type { OutboxItem } from '#contract/model'
import type { RuntimeDiagnostics } from './server-counts.ts'

interface Runtime {
  readonly id: ServerID
  diagnostics(): RuntimeDiagnostics
}

export function collectDiagnostics(
  runtimes: Iterable<Runtime>,
  items: readonly OutboxItem[],
  feed: (server: ServerID) => FeedCounts,
): readonly ServerDiagnostics[] {
  return [...runtimes].map((runtime) => ({
    ...runtime.diagnostics(),
    feed: feed(runtime.id),
    outbox: countOutbox(items.filter((item) => item.server === runtime.id)),
  }))
}

function countOutbox(items: readonly OutboxItem[]): OutboxCounts {
  const of = (...types: readonly OutboxItem['state']['type'][]): number =>
    items.filter(({ state }) => types.includes(state.type)).length
  const sending = of('sending')
  const failed = of('failed')
  return { waiting: items.length - sending - failed, sending, failed }
}
