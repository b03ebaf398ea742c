/**
 * The adapter on the true clock with the server's true timings: three minutes on one connection, with bursts of
 * text across the moments at which pings come. Its short form, on a clock of the test's own, is in the default run.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serverID } from '../../src/contract/ids.ts'
import { createCodenomadBackend } from '../../src/worker/backends/codenomad/backend.ts'
import { systemClock } from '../../src/worker/clock.ts'
import { STREAM_BACKOFF } from '../../src/worker/stream/backoff.ts'
import { superviseStream } from '../../src/worker/stream/supervisor.ts'
import { createCodenomadDouble } from './double.ts'
import { PING } from './recording.ts'
import { trueTimings } from './timings.ts'
import { createUpstream } from './upstream.ts'

const KEEP_MS = 185_000
/** From the reader's sight of a ping to the answer's way out; the double's own lateness is not the adapter's. */
const PONG_WITHIN_MS = 250
/** About what a server emits at once. */
const BURST = 10_000
const PASSWORD = 'correct horse battery'

test(
  'one connection lives for three minutes, each ping answered within 250 ms',
  { timeout: 240_000 },
  async () => {
    const upstream = await createUpstream()
    const double = await createCodenomadDouble({ password: PASSWORD, opencode: upstream })
    let events = 0
    const pingedAt: number[] = []
    const answeredAt: number[] = []
    const backend = createCodenomadBackend({
      server: serverID('far'),
      clock: systemClock,
      random: Math.random,
      fetch: (input, init) => {
        if (String(input).endsWith('/pong')) answeredAt.push(performance.now())
        return fetch(input, init)
      },
      host: {
        dispatch: () => undefined,
        distrust: (reason) => stream.distrust(reason),
        catchUp: () => undefined,
        showFolder: () => undefined,
        folders: () => [],
        noteVersion: () => undefined,
        directoryOf: () => null,
      },
    })
    const stream = superviseStream({
      prepare: backend.prepare,
      source: () => {
        const attempt = backend.openAttempt()
        return {
          ...attempt,
          onEvent: (data, name) => {
            events += 1
            if (name === PING) pingedAt.push(performance.now())
            attempt.onEvent(data, name, Date.now())
          },
        }
      },
      fetch,
      clock: systemClock,
      random: Math.random,
      backoff: () => STREAM_BACKOFF,
      onState: () => undefined,
      onOpen: () => void backend.afterOpen(),
      onCut: () => undefined,
      onBytes: () => undefined,
    })
    backend.setAccess({ url: double.url, username: 'codenomad', password: PASSWORD })
    stream.start()
    const startedAt = Date.now()
    while (Date.now() - startedAt < KEEP_MS) {
      const sinceStart = Date.now() - startedAt
      const toNextPing = trueTimings.pingMs - (sinceStart % trueTimings.pingMs)
      await sleep(Math.max(0, toNextPing - 50))
      for (let n = 0; n < BURST; n += 1) double.emit({ type: 'hello', n })
      await sleep(1_000)
    }
    const seen = double.requests()
    const openings = seen.filter(({ path }) => path.startsWith('/api/events'))
    const pongs = seen.filter(({ path }) => path.endsWith('/pong'))
    stream.stop()
    backend.close()
    await double.close()
    await upstream.close()

    expect(openings).toHaveLength(1)
    expect(pongs.length).toBeGreaterThanOrEqual(12)
    expect(backend.counts().pong).toMatchObject({ answered: pongs.length, missed: 0 })
    expect(events).toBeGreaterThan(BURST * 12)
    expect(answeredAt.length).toBe(pingedAt.length)
    const late = answeredAt.map((at, n) => at - (pingedAt[n] ?? 0))
    for (const ms of late) expect(ms).toBeLessThan(PONG_WITHIN_MS)
  },
)
