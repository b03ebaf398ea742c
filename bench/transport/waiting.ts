/**
 * How long a delta waits inside the worker: from the moment it is folded to the moment that the batch with it
 * is posted. In real time, with arrivals at random (Poisson) from a fixed seed, beside the quiet-gap rule on
 * the same arrivals.
 */
import type { FeedBatch } from '#contract/feed'
import { createSeededRandom } from '#test/seeded-random'
import { systemClock, type Clock } from '../../src/worker/clock.ts'
import type { Metric } from '../lib/report.ts'
import { quietGapWaits } from './quiet-gap-rule.ts'
import { answer, DELTA, sessionUpsert } from './turns.ts'
import { createBenchWindow, createWorkerPath, server, showing } from './worker-path.ts'

const TARGET = 'p50 ≤ 8, p95 ≤ 17, max ≤ 34'
const SECONDS = 5
const BURST = 10_000
/** How long a server takes to say them. */
const BURST_MS = 80
/** What a socket gives at once. */
const PIECE = 170

/** What feeds a session: when its deltas have come. Text has a fixed length, so offsets count deltas. */
interface Line {
  readonly at: number[]
  readonly waited: number[]
  posted: number
}

interface Scene {
  readonly lines: ReadonlyMap<string, Line>
  arrive(index: number, count: number): void
  end(): void
}

/** `sessions` grow; the first is the active one. */
function createScene(sessions: number, clock: Clock): Scene {
  const path = createWorkerPath(clock)
  const answers = Array.from({ length: sessions }, (_, index) => answer(`ses_${index}`, 1))
  const lines = new Map<string, Line>()
  for (const { part } of answers) lines.set(part, { at: [], waited: [], posted: 0 })
  const window = createBenchWindow((message) => {
    const now = performance.now()
    for (const op of (message as FeedBatch).ops) {
      const line = op.op === 'text' ? lines.get(op.part) : undefined
      if (!line || op.op !== 'text') continue
      const upTo = (op.at + op.text.length) / DELTA.length
      for (; line.posted < upTo; line.posted++) line.waited.push(now - (line.at[line.posted] ?? now))
    }
    return true
  })
  const feed = path.addWindow(window.port)
  const refs = answers.map(({ session }) => ({ server, session }))
  for (const { session } of refs) path.dispatch(sessionUpsert(session))
  window.hello(showing(refs[0] ?? null, refs))
  for (const { begin } of answers) for (const event of begin) path.dispatch(event)

  return {
    lines,
    arrive: (index, count) => {
      const from = answers[index]
      const line = from && lines.get(from.part)
      if (!from || !line) return
      for (let n = 0; n < count; n++) {
        line.at.push(performance.now())
        path.dispatch(from.delta)
      }
    },
    end: () => feed.close(),
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Deltas of each session at random, `perSecond` on average. */
async function play(scene: Scene, rates: readonly number[]): Promise<void> {
  const random = createSeededRandom(242)
  const gap = (perSecond: number): number => (-Math.log(1 - random()) * 1_000) / perSecond
  const start = performance.now()
  const next = rates.map((rate) => start + gap(rate))
  while (performance.now() < start + SECONDS * 1_000) {
    const now = performance.now()
    rates.forEach((rate, index) => {
      while ((next[index] ?? now) < now) {
        scene.arrive(index, 1)
        next[index] = (next[index] ?? now) + gap(rate)
      }
    })
    await pause(1)
  }
  await pause(300)
  scene.end()
}

async function burst(scene: Scene): Promise<void> {
  const start = performance.now()
  for (let n = 0; n < BURST;) {
    const due = Math.min(BURST, n + PIECE, Math.ceil(((performance.now() - start) / BURST_MS) * BURST))
    scene.arrive(0, due - n)
    n = due
    await new Promise((resolve) => setImmediate(resolve))
  }
  await pause(300)
  scene.end()
}

export async function waiting(): Promise<readonly Metric[]> {
  const metrics: Metric[] = []
  const add = (name: string, values: readonly number[], target?: string): void =>
    void metrics.push({ name, unit: 'ms', values, ...(target !== undefined && { target }) })
  const measure = async (
    name: string,
    sessions: number,
    run: (scene: Scene) => Promise<void>,
  ): Promise<void> => {
    const scene = createScene(sessions, systemClock)
    await run(scene)
    const lines = [...scene.lines.values()]
    const [active, ...others] = lines.map(({ waited }) => waited)
    const times = lines.flatMap(({ at }) => at).sort((a, b) => a - b)
    add(`a delta waits, ${name}`, active ?? [], TARGET)
    if (others.length > 0) add(`… those of the other ${others.length}`, others.flat(), 'max ≤ 134')
    add(`… by the quiet-gap rule, ${name}`, quietGapWaits(times))
  }
  await measure('100/s', 1, (scene) => play(scene, [100]))
  await measure('1,000/s', 1, (scene) => play(scene, [1_000]))
  await measure('a burst of 10,000 in 80 ms', 1, burst)
  await measure('8 sessions at 200/s each, the active one', 8, (scene) =>
    play(
      scene,
      Array.from({ length: 8 }, () => 200),
    ),
  )
  return metrics
}
