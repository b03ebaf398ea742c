/** The server's durations in milliseconds, as measured on the real one. */
export interface Timings {
  /** Between pings of one connection, from its opening. */
  readonly pingMs: number
  /** A connection silent for longer is ended by the next sweep. */
  readonly staleMs: number
  readonly sweepMs: number
  /** From an error of the bridge to its next attempt. */
  readonly bridgeRetryMs: number
  /** From POST of a workspace to its answer. */
  readonly startMs: number
  /** Until a frozen opencode is killed. */
  readonly killMs: number
  /** From the last event of a deletion that crashes the server to the crash. */
  readonly crashMs: number
  /** The bootstrap token's life. */
  readonly tokenMs: number
}

export const trueTimings: Timings = {
  pingMs: 15_000,
  staleMs: 45_000,
  sweepMs: 5_000,
  bridgeRetryMs: 1_000,
  startMs: 1_600,
  killMs: 2_000,
  crashMs: 38,
  tokenMs: 60_000,
}

/** Every duration times `factor`, for tests on a real clock. */
export function scaledTimings(factor: number): Timings {
  const scaled = Object.entries(trueTimings).map(([name, ms]) => [name, ms * factor])
  return Object.fromEntries(scaled) as Timings
}
