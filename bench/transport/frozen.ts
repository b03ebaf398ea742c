/**
 * Run as a process of its own: a window that hears nothing for 120,000 events (60 s at 2,000/s, without the
 * waiting in between), beside one that does. Says as JSON what memory grew by, and how long the frozen one
 * takes, once it answers again, to show what the other shows.
 */
import type { FeedBatch } from '#contract/feed'
import { createWindowModel } from '#test/window-model'
import { systemClock } from '../../src/worker/clock.ts'
import { rssBytes, settle } from './memory.ts'
import { answer, sessionUpsert } from './turns.ts'
import { createBenchWindow, createWorkerPath, server, showing } from './worker-path.ts'

const PER_SECOND = 2_000
const SECONDS = 60
const MIB = 1024 * 1024

const path = createWorkerPath(systemClock)
const ref = { server, session: answer('ses_0', 1).session }
path.dispatch(sessionUpsert(ref.session))

function join(isListening: () => boolean) {
  const model = createWindowModel()
  let waiting: FeedBatch[] = []
  const window = createBenchWindow((message) => {
    if (!isListening()) return waiting.push(message as FeedBatch) === 0
    model.receive(message as FeedBatch)
    return true
  })
  path.addWindow(window.port)
  window.hello(showing(ref, [ref]))
  const thaw = (): void => {
    for (const batch of waiting) model.receive(batch)
    waiting = []
    window.ack()
  }
  return { model, thaw }
}

let n = 0
/** Each second a turn begins, grows and ends. */
async function seconds(count: number): Promise<void> {
  for (let second = 0; second < count; second++) {
    const turn = answer('ses_0', ++n)
    for (const event of turn.begin) path.dispatch(event)
    for (let delta = 0; delta < PER_SECOND; delta++) {
      path.dispatch(turn.delta)
      if (delta % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    for (const event of turn.end(PER_SECOND)) path.dispatch(event)
  }
  await new Promise((resolve) => setTimeout(resolve, 300))
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

let isFrozen = false
const awake = join(() => true)
const frozen = join(() => !isFrozen)
// The engine's own memory settles first.
await seconds(SECONDS)
await settle()
const before = rssBytes()
isFrozen = true
await seconds(SECONDS)
await settle()
const after = rssBytes()
isFrozen = false
const start = performance.now()
frozen.thaw()
const isEqual = (): boolean =>
  JSON.stringify(frozen.model.contents()) === JSON.stringify(awake.model.contents())
let equalMs = Number.NaN
while (Number.isNaN(equalMs) && performance.now() < start + 5_000) {
  if (isEqual()) equalMs = performance.now() - start
  else await pause(1)
}
process.stdout.write(JSON.stringify({ growthMiB: (after - before) / MIB, equalMs }))
process.exit(0)
