// What the outbox has done for one server since the worker began.

export interface OutboxCounters {
  /** Written down and not confirmed yet, just now. */
  readonly waiting: number
  /** Requests made. */
  readonly sent: number
  readonly confirmed: number
  /** Found at the server after a request that broke: sending it again would have doubled it. */
  readonly doubledAvoided: number
  /** Tried again because the server was too busy. */
  readonly retried: number
  /** Stops that came too late for the turn they meant. */
  readonly expired: number
}

export type Counted = Exclude<keyof OutboxCounters, 'waiting'>

export interface Tally {
  count(server: string, what: Counted): void
  of(server: string): Readonly<Record<Counted, number>>
}

const none = { sent: 0, confirmed: 0, doubledAvoided: 0, retried: 0, expired: 0 }

export function createTally(): Tally {
  const servers = new Map<string, Record<Counted, number>>()
  return {
    of: (server) => servers.get(server) ?? none,
    count: (server, what) => {
      const held = servers.get(server) ?? { ...none }
      held[what]++
      servers.set(server, held)
    },
  }
}
