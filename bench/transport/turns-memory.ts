/**
 * Run as a process of its own: 100 turns of 20,000 events in ten sessions, one of which a window shows. Says
 * as JSON what the process holds after 10 turns and after 100.
 */
import { systemClock } from '../../src/worker/clock.ts'
import { rssBytes, settle } from './memory.ts'
import { answer, sessionUpsert } from './turns.ts'
import { createBenchWindow, createWorkerPath, server, showing } from './worker-path.ts'

const EVENTS = 20_000
const SESSIONS = 10
const MIB = 1024 * 1024

const path = createWorkerPath(systemClock)
const refs = Array.from({ length: SESSIONS }, (_, index) => ({
  server,
  session: answer(`ses_${index}`, 1).session,
}))
for (const { session } of refs) path.dispatch(sessionUpsert(session))
const window = createBenchWindow(() => true)
path.addWindow(window.port)
window.hello(showing(refs[0] ?? null, refs.slice(0, 1)))

let turns = 0
async function play(count: number): Promise<void> {
  for (; turns < count; turns++) {
    const turn = answer(`ses_${turns % SESSIONS}`, turns + 1)
    for (const event of turn.begin) path.dispatch(event)
    for (let n = 0; n < EVENTS; n++) {
      path.dispatch(turn.delta)
      if (n % 200 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    for (const event of turn.end(EVENTS)) path.dispatch(event)
  }
  await settle()
}

await play(10)
const after10 = rssBytes() / MIB
const heap10 = process.memoryUsage().heapUsed / MIB
await play(100)
const after100 = rssBytes() / MIB
const heap100 = process.memoryUsage().heapUsed / MIB
process.stdout.write(JSON.stringify({ after10, after100, heap10, heap100 }))
process.exit(0)
