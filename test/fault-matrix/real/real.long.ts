/** Cells whose time is real: silence limits and a window that stands still for a minute. */
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startRealOpencode, type RealOpencode } from '../../opencode/real-server.ts'
import { createGate, GATE } from './gate.ts'
import { createStage, type Stage } from './stage.ts'

/** opencode's silence limit, and what a busy machine may add to it. */
const SILENCE_MS = 25_000
const SLACK_MS = 3_000
const FROZEN_MS = 60_000
const DELTAS_PER_SECOND = 2_000
const PATIENCE_MS = 180_000

const gate = createGate()
let real: RealOpencode
let stage: Stage

beforeAll(async () => {
  real = await startRealOpencode({
    projectFiles: { 'tides.txt': 'high 04:12\n' },
    model: { pace: gate.pace },
  })
})
afterAll(() => real?.close())
beforeEach(async () => {
  gate.shut()
  stage = await createStage(real, PATIENCE_MS)
})

test('a stream that is half open is noticed within its silence limit, and all is right after it', async () => {
  stage.prompt('Tell me', [[{ text: 'High 潮. ', rate: 400 }, GATE, { text: 'Low 🌊.', rate: 400 }]])
  await stage.until('the first words', () => stage.shown().includes('High 潮'))
  stage.proxy.freeze()
  const frozenAt = performance.now()
  gate.open()
  await stage.until('that the server is away', () => stage.person.connection() !== 'live')
  expect(performance.now() - frozenAt).toBeLessThan(SILENCE_MS + SLACK_MS)
  await stage.endsWell()
})

test('a server that stands still for longer than the silence limit goes on where it was', async () => {
  stage.prompt('Tell me', [[{ text: 'High 潮. ', rate: 400 }, GATE, { text: 'Low 🌊.', rate: 400 }]])
  await stage.until('the first words', () => stage.shown().includes('High 潮'))
  process.kill(real.pid, 'SIGSTOP')
  await stage.until('that the server is away', () => stage.person.connection() !== 'live')
  process.kill(real.pid, 'SIGCONT')
  gate.open()
  await stage.endsWell()
})

test('a window frozen for a minute under 2,000 deltas a second shows it all afterwards', async () => {
  const count = (FROZEN_MS / 1_000) * DELTAS_PER_SECOND
  stage.prompt('All of them', [
    [{ text: 'First 潮. ', rate: 400 }, { repeat: { text: 'tide ', count, rate: DELTAS_PER_SECOND } }],
  ])
  await stage.until('the first words', () => stage.shown().includes('First 潮'))
  stage.person.window.freeze()
  await delay(FROZEN_MS)
  stage.person.window.thaw()
  await stage.endsWell()
})
