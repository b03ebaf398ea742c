// Where a window's two ports come from. Each pair is a generation: it dies as one, and the next one begins
// from a new hello.

import type { Port } from '#contract/port'

export interface Ports {
  readonly feed: Port
  readonly rpc: Port
}

export interface TransportEvents {
  onPorts(ports: Ports): void
  /** The worker is gone for now; new ports follow by themselves. */
  onLost(): void
  /** The host has given the worker up; new ports follow once somebody asked for another try. */
  onStopped(): void
  /** The host no longer knows this browser: nothing will follow. */
  onSignedOut(): void
}
