/** What can be made to go wrong. Switches hold until set again; `Faults` act at once. */
export interface FaultSwitches {
  /** Off: connections get no pings, and so end by the sweep unless they pong unasked. */
  readonly pings: boolean
  /** Off: creating a workspace never gets past `starting`, and its request is never answered. */
  readonly createEnds: boolean
  /** On: a workspace deleted while starting gets `workspace.started` after `workspace.stopped`, and its POST 201. */
  readonly startedAfterStopped: boolean
  /** On, as on the real server: deleting a workspace with a running background process crashes it. */
  readonly crashOnDelete: boolean
}

export const noFaults: FaultSwitches = {
  pings: true,
  createEnds: true,
  startedAfterStopped: false,
  crashOnDelete: true,
}

export interface Faults {
  set(switches: Partial<FaultSwitches>): void
  /** After a restart of the server: every cookie is unknown. */
  forgetSessions(): void
  /** The network under every open event stream is gone, unnoticed by both ends; the entries stay until swept. */
  halfOpen(options?: { readonly blocked: boolean }): void
  /** The sockets of half-open streams finally close on the server's side. */
  endHalfOpen(): void
  /** The next `times` bridge streams of a workspace end cleanly after their first event. */
  eofStorm(workspaceId: string, times: number): void
  /** The workspace's opencode stands still: requests and events wait. */
  freeze(workspaceId: string): void
  thaw(workspaceId: string): void
  /** The workspace's opencode ends; null is a signal. */
  exit(workspaceId: string, code: number | null): void
  /** The server's process dies: every socket is reset, the port closed, all in memory forgotten. */
  crash(): Promise<void>
}
