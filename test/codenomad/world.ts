/** A double with an opencode behind it, a signed-in client, and time that the test owns. */
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { createClient, type Client, type EventReader } from './client.ts'
import { createCodenomadDouble, type CodenomadDouble, type DoubleOptions } from './double.ts'
import { trueTimings } from './timings.ts'
import type { Workspace } from './types.ts'
import { createUpstream, type Upstream } from './upstream.ts'

export const PASSWORD = 'correct horse'

/** A Monday morning: ids and times look like real ones. */
const START = Date.UTC(2026, 10, 23, 8, 0, 0)

export interface World extends AsyncDisposable {
  readonly clock: ManualClock
  readonly upstream: Upstream
  readonly double: CodenomadDouble
  readonly client: Client
  /** Waits until the workspace is ready and its bridge connected, as `events` saw it. */
  open(events: EventReader, path?: string): Promise<Workspace>
  /** What is on its way arrives: one round trip through the same server. */
  settle(): Promise<void>
}

export async function createWorld(options: Partial<DoubleOptions> = {}): Promise<World> {
  const clock = createManualClock(START)
  const upstream = await createUpstream()
  const double = await createCodenomadDouble({ clock, password: PASSWORD, opencode: upstream, ...options })
  const client = createClient(double.url)
  await client.signIn(PASSWORD)

  return {
    clock,
    upstream,
    double,
    client,
    async open(events, path = '/workspace/demo') {
      const answer = client.call('POST', '/api/workspaces', { path })
      await events.until('"workspace.created"')
      await clock.advance(trueTimings.startMs)
      const { status, text } = await answer
      if (status !== 201) throw new Error(text)
      await events.until('"server.connected"')
      return JSON.parse(text) as Workspace
    },
    settle: async () => void (await client.call('GET', '/api/meta')),
    async [Symbol.asyncDispose]() {
      await double.close()
      await upstream.close()
    },
  }
}
