/** Who listens to `/api/events`: pings, pongs, the sweep, and the bug with ids used twice. */
import type { Clock } from '../../src/worker/clock.ts'
import type { Timings } from './timings.ts'

/** One client's stream, as the registry needs it. */
export interface Sink {
  write(frame: string): void
  /** Ends the stream in good order. */
  end(): void
  /** Calls back once, when the stream is really closed. */
  onClose(listener: () => void): void
}

export interface Connections {
  open(key: string, sink: Sink): void
  /** False: nobody holds this key. */
  pong(key: string): boolean
  send(frame: string): void
  endAll(): void
  keys(): readonly string[]
}

/** The two ids joined as the server does: `a:b` + `c` is the same as `a` + `b:c`. */
export const connectionKey = (clientId: string, connectionId: string): string => `${clientId}:${connectionId}`

export function createConnections(options: {
  readonly clock: Clock
  readonly timings: Timings
  readonly pings: () => boolean
}): Connections {
  const { clock, timings } = options
  const held = new Map<string, { readonly sink: Sink; heardAt: number }>()
  const open = new Set<Sink>()

  const ping = (sink: Sink): void => {
    clock.after(timings.pingMs, () => {
      if (!open.has(sink)) return
      if (options.pings()) {
        sink.write(`event: codenomad.client.ping\ndata: ${JSON.stringify({ ts: clock.now() })}\n\n`)
      }
      ping(sink)
    })
  }
  const sweep = (): void => {
    clock.after(timings.sweepMs, () => {
      for (const { sink, heardAt } of held.values()) {
        if (clock.now() - heardAt > timings.staleMs) sink.end()
      }
      sweep()
    })
  }
  sweep()

  return {
    open(key, sink) {
      held.get(key)?.sink.end()
      held.set(key, { sink, heardAt: clock.now() })
      open.add(sink)
      sink.onClose(() => {
        open.delete(sink)
        // The server's bug: it does not look whether this stream still holds the key.
        const holder = held.get(key)
        held.delete(key)
        if (holder && holder.sink !== sink) holder.sink.end()
      })
      ping(sink)
    },
    pong(key) {
      const connection = held.get(key)
      if (connection) connection.heardAt = clock.now()
      return connection !== undefined
    },
    send(frame) {
      for (const sink of open) sink.write(frame)
    },
    endAll() {
      for (const sink of open) sink.end()
    },
    keys: () => [...held.keys()],
  }
}
