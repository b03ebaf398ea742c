import type { ServerResponse } from 'node:http'
import type { Sink } from './connections.ts'

export interface HttpSink extends Sink {
  /**
   * The network is gone and nobody was told: nothing arrives at the client any more, not even an end.
   * `blocked`: bytes are waiting in it, so an end does not close it; only `die` does.
   */
  goHalfOpen(options: { readonly blocked: boolean }): void
  /** A half-open connection's socket finally closes, unseen by the client. */
  die(): void
}

/** A client's event stream over HTTP. What it does not read is queued without a limit, as on the real server. */
export function createHttpSink(res: ServerResponse): HttpSink {
  const listeners: (() => void)[] = []
  let lost: 'no' | 'idle' | 'blocked' = 'no'
  let isClosed = false

  const close = (): void => {
    if (isClosed) return
    isClosed = true
    for (const listener of listeners) listener()
  }
  // A half-open client that gives up and resets is not heard either.
  res.on('close', () => lost === 'no' && close())

  return {
    write: (frame) => void (lost === 'no' && !res.writableEnded && res.write(frame)),
    end() {
      if (lost === 'no') res.end()
      else if (lost === 'idle') setImmediate(close)
    },
    onClose: (listener) => void listeners.push(listener),
    goHalfOpen({ blocked }) {
      if (!isClosed) lost = blocked ? 'blocked' : 'idle'
    },
    die: () => void (lost !== 'no' && close()),
  }
}
