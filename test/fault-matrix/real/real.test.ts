/** Cells of the matrix on a real opencode, a worker process and real sockets: what a person sees at the end. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ScriptJson } from '../../../src/worker/demo/script.ts'
import { startRealOpencode, type RealOpencode } from '../../opencode/real-server.ts'
import { createGate, GATE } from './gate.ts'
import { createStage, type Stage } from './stage.ts'

/** A worker and a turn on a busy machine, several waits long. */
vi.setConfig({ testTimeout: 240_000 })
const PATIENCE_MS = 60_000

const rate = 400
/** Words before and after a pause, with letters of two to four bytes. */
const TALK: ScriptJson = [
  [
    { text: 'High 潮 at four é. ', rate },
    GATE,
    { text: 'Low 🌊 at ten. ', rate },
    { text: 'And so on.', rate },
  ],
]
const ASKING: ScriptJson = [
  [{ tool: 'bash', input: { command: 'echo tide' } }],
  [{ text: 'It ran 潮.', rate }],
]

const gate = createGate()
let real: RealOpencode
let stage: Stage

beforeAll(async () => {
  real = await startRealOpencode({
    projectFiles: { 'tides.txt': 'high 04:12\n' },
    model: { pace: gate.pace },
  })
}, 180_000)
afterAll(() => real?.close())
beforeEach(async () => {
  gate.shut()
  stage = await createStage(real)
})

/** A turn that has said its first words and waits. */
async function midDelta(): Promise<void> {
  stage.prompt('Tell me of the tides', TALK)
  await stage.until('the first words', () => stage.shown().includes('four é'))
}
const isAway = () => stage.person.connection() !== 'live'
const hasEnded = () =>
  vi.waitFor(
    async () => {
      const statuses = (await stage.server.call('GET', '/session/status')) as Readonly<
        Record<string, unknown>
      >
      expect(statuses[stage.session]).toBeUndefined()
    },
    { timeout: PATIENCE_MS, interval: 50 },
  )

const hasTakenIn = () =>
  vi.waitFor(
    async () => {
      const messages = await stage.server.call('GET', `/session/${stage.session}/message`)
      expect(messages).not.toEqual([])
    },
    { timeout: PATIENCE_MS, interval: 50 },
  )

test('reset in the middle of a text, and the rest is said while nobody hears it', async () => {
  await midDelta()
  stage.proxy.reset(true)
  await stage.until('that the server is away', isAway)
  gate.open()
  await hasEnded()
  stage.proxy.heal()
  await stage.endsWell()
})

test('reset in the middle of a text that then goes on: marked until it has ended', async () => {
  await midDelta()
  // Refused until that was seen: it may be back sooner than a window is told.
  stage.proxy.reset(true)
  await stage.until('that the server is away', isAway)
  stage.proxy.heal()
  await stage.until('that it is back', () => !isAway())
  await stage.until('that some of the text may be missing', stage.isMarked)
  gate.open()
  await stage.endsWell()
})

test('half open in the middle of a text: whoever wakes the machine has a live stream again', async () => {
  await midDelta()
  stage.proxy.freeze()
  gate.open()
  await hasEnded()
  stage.person.wake()
  await stage.endsWell()
})

test('the server is stopped, takes a prompt on its socket, and goes on', async () => {
  process.kill(real.pid, 'SIGSTOP')
  stage.prompt('Are you there', { text: 'Now I am 潮.' })
  await stage.until('the prompt as being sent', () => stage.person.outboxItems().length === 1)
  process.kill(real.pid, 'SIGCONT')
  await stage.endsWell()
  expect(stage.shown()).toContain('Now I am 潮.')
})

test('the server is killed in the middle of a text: what was seen stays, and the next prompt is answered', async () => {
  await midDelta()
  const texts = Object.entries(stage.person.window.model().texts())
  const begun = texts.filter(([, text]) => text === stage.shown())
  const lost = new Map(begun.map(([key, text]) => [key.split('/')[0] ?? '', text] as const))
  await real.kill()
  await stage.until('that the server is away', isAway)
  await real.restart()
  await stage.until('that it is back', () => !isAway())
  await stage.until('that nothing runs', () => !stage.isBusy())
  expect(stage.shown()).toContain('four é')
  stage.prompt('Go on', { text: 'Going on 🌊.' })
  await stage.endsWell(lost)
  expect(stage.shown()).toContain('Going on 🌊.')
})

test('the worker is killed in the middle of a text, and the turn ends before the next one starts', async () => {
  await midDelta()
  stage.person.killWorker()
  gate.open()
  await hasEnded()
  stage.person.start()
  await stage.endsWell()
})

test('the worker is killed with a prompt on its way: it is there once', async () => {
  stage.proxy.swallowAnswersFrom('/prompt_async')
  stage.prompt('Only once', { text: 'Once 潮.' })
  await hasTakenIn()
  stage.person.killWorker()
  stage.proxy.reset(false)
  stage.proxy.heal()
  stage.person.start()
  await stage.endsWell()
})

test('the answer to a prompt is cut off: it is there once', async () => {
  stage.proxy.swallowAnswersFrom('/prompt_async')
  stage.prompt('Only once', { text: 'Once 潮.' })
  await hasTakenIn()
  stage.proxy.reset(true)
  await stage.until('that the server is away', isAway)
  stage.proxy.heal()
  await stage.endsWell()
})

test('a prompt written while the server is away waits, and is sent once when it is back', async () => {
  stage.proxy.reset(true)
  await stage.until('that the server is away', isAway)
  stage.prompt('Later', { text: 'Now 潮.' })
  await stage.until('that it waits', () =>
    stage.person.outboxItems().some(({ state }) => state.type === 'waiting-server'),
  )
  stage.proxy.heal()
  await stage.endsWell()
  expect(stage.shown()).toContain('Now 潮.')
})

test('an ask survives a cut, and its answer is given once', async () => {
  stage.prompt('Run it', ASKING)
  await stage.until('the ask', () => stage.asks().length === 1)
  stage.proxy.reset(true)
  await stage.until('that the server is away', isAway)
  stage.proxy.heal()
  await stage.until('that it is back, with the ask', () => !isAway() && stage.asks().length === 1)
  expect(stage.person.answer(stage.asks()[0] ?? '')).toBe(true)
  await stage.endsWell()
  expect(stage.shown()).toContain('It ran 潮.')
  expect(stage.asks()).toEqual([])
})

test('an ask that was answered elsewhere during a cut is gone', async () => {
  stage.prompt('Run it', ASKING)
  await stage.until('the ask', () => stage.asks().length === 1)
  const [ask = ''] = stage.asks()
  stage.proxy.reset(true)
  await stage.until('that the server is away', isAway)
  await stage.server.call('POST', `/permission/${ask}/reply`, { reply: 'once' })
  stage.proxy.heal()
  await stage.endsWell()
  expect(stage.asks()).toEqual([])
})

test('the window is loaded again in the middle of a text', async () => {
  await midDelta()
  stage.person.reloadWindow()
  await stage.until('the first words again', () => stage.shown().includes('four é'))
  gate.open()
  await stage.endsWell()
})

test('the window is frozen for the rest of a long text', async () => {
  stage.prompt('All of them', [
    [{ text: 'First 潮. ', rate }, GATE, { repeat: { text: 'tide 潮 ', count: 4_000, rate: 100_000 } }],
  ])
  await stage.until('the first words', () => stage.shown().includes('First 潮'))
  stage.person.window.freeze()
  gate.open()
  await hasEnded()
  stage.person.window.thaw()
  await stage.endsWell()
})

test('the window’s ports close in the middle of a text, and it gets others', async () => {
  await midDelta()
  stage.person.closePorts()
  gate.open()
  await hasEnded()
  stage.person.reopenPorts()
  await stage.endsWell()
})
