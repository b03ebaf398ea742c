import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settled } from '#test/manual-clock'
import { createStreamRig, SILENCE_MS } from '#test/stream-rig'

type Rig = ReturnType<typeof createStreamRig>

/** Every way an attempt can end, as a server or the network does it to the given connection. */
const ENDS = {
  close: (rig, at) => rig.server.connections[at]?.close(),
  fail: (rig, at) => rig.server.connections[at]?.fail('ECONNRESET'),
  'not found': (rig, at) => rig.server.connections[at]?.answer(404),
  page: (rig, at) => rig.server.connections[at]?.answer(200, '<p>', { 'content-type': 'text/html' }),
  busy: (rig, at) => rig.server.connections[at]?.answer(503, '', { 'retry-after': '20' }),
  refused: (rig, at) => rig.server.connections[at]?.answer(401),
} satisfies Record<string, (rig: Rig, at: number) => void>
type End = keyof typeof ENDS

const CALLS = ['start', 'stop', 'retryNow', 'nudge'] as const
type Call = (typeof CALLS)[number]

/** Where a connection is when something happens. */
const PHASES = ['asked', 'open', 'waiting', 'refused', 'stopped'] as const

async function reach(phase: (typeof PHASES)[number]): Promise<Rig> {
  const rig = createStreamRig({ manners: 'stubborn' })
  rig.stream.start()
  if (phase === 'asked') return rig
  if (phase === 'open') await rig.open()
  if (phase === 'waiting') rig.server.latest().fail('ECONNRESET')
  if (phase === 'refused') rig.server.latest().answer(403)
  if (phase === 'stopped') rig.stream.stop()
  await settled()
  return rig
}

const expectedEnd = (phase: (typeof PHASES)[number], end: End): string => {
  if (phase === 'waiting') return 'connecting'
  if (phase === 'refused') return 'unauthorized'
  if (phase === 'stopped') return 'connecting'
  // A stream that is open has its answer already: another one does not come.
  if (phase === 'open') return end === 'close' || end === 'fail' ? 'connecting' : 'live'
  return end === 'refused' ? 'unauthorized' : 'connecting'
}

test.for(PHASES.flatMap((phase) => (Object.keys(ENDS) as End[]).map((end) => [phase, end] as const)))(
  'a connection that is %s meets “%s”',
  async ([phase, end]) => {
    const rig = await reach(phase)
    const made = rig.server.connections.length
    ENDS[end](rig, 0)
    await settled()
    expect(rig.state()).toBe(expectedEnd(phase, end))
    await rig.clock.advance(60_000)
    const isOver = phase === 'stopped' || rig.state() === 'unauthorized'
    expect(rig.server.connections.length > made).toBe(!isOver)
    expect(rig.clock.waiting() > 0).toBe(!isOver)
  },
)

test.for(PHASES.flatMap((phase) => CALLS.map((call) => [phase, call] as const)))(
  'a connection that is %s is told to %s',
  async ([phase, call]) => {
    const rig = await reach(phase)
    const made = rig.server.connections.length
    rig.stream[call]()
    await settled()
    const isAnew =
      call === 'start' ||
      call === 'retryNow' ||
      (call === 'nudge' && (phase === 'asked' || phase === 'waiting'))
    expect(rig.server.connections.length).toBe(isAnew ? made + 1 : made)
    if (call === 'stop') expect(rig.clock.waiting()).toBe(0)
    expect(rig.told).toEqual(phase === 'open' ? (isAnew ? ['open', 'cut'] : ['open']) : [])
  },
)

type Step =
  | { readonly do: 'call'; readonly call: Call }
  | { readonly do: 'end'; readonly end: End; readonly back: number }
  | { readonly do: 'open' | 'event' | 'comment'; readonly back: number }
  | { readonly do: 'distrust' }
  | { readonly do: 'advance' | 'sleep'; readonly ms: number }

/** Most often the newest connection, else one that was left for it. */
const back = fc.constantFrom(0, 0, 0, 0, 1, 2)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('open'), back }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('event', 'comment'), back }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('advance', 'sleep'), ms: fc.nat({ max: 40_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('end'),
      end: fc.constantFrom(...(Object.keys(ENDS) as End[])),
      back,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('call'), call: fc.constantFrom(...CALLS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('distrust') }) },
)

async function take(rig: Rig, step: Step): Promise<void> {
  const at = 'back' in step ? rig.server.connections.length - 1 - step.back : 0
  switch (step.do) {
    case 'call':
      rig.stream[step.call]()
      break
    case 'end':
      ENDS[step.end](rig, at)
      break
    case 'open':
      rig.server.connections[at]?.open()
      break
    case 'event':
      rig.server.connections[at]?.event(at)
      break
    case 'comment':
      rig.server.connections[at]?.send(': x\n')
      break
    case 'distrust':
      rig.stream.distrust('It made no sense.')
      break
    case 'advance':
      return rig.clock.advance(step.ms)
    case 'sleep':
      rig.clock.sleep(step.ms)
  }
  await settled()
}

/** Open, events, cut or a stop, open again, …: never an event or a cut where nothing is open. */
function checkTold(told: readonly string[]): void {
  let isOpen = false
  for (const line of told) {
    if (line === 'stopped') {
      isOpen = false
    } else if (line.startsWith('open')) {
      expect(isOpen).toBe(false)
      isOpen = true
    } else {
      expect(isOpen).toBe(true)
      if (line === 'cut') isOpen = false
    }
  }
}

test('whatever happens in whatever order, only the newest attempt is heard, and none is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { maxLength: 40, size: 'max' }),
      fc.boolean(),
      async (steps, speaksFirst) => {
        const rig = createStreamRig({ manners: 'stubborn', speaksFirst })
        rig.stream.start()
        let isStopped = false
        for (const step of steps) {
          const [toldBefore, newest] = [rig.told.length, rig.server.connections.length - 1]
          await take(rig, step)
          const [current, ...older] = rig.server.connections.map((each) => each.isAborted()).reverse()
          expect(older.every(Boolean)).toBe(true)
          if (step.do === 'call') isStopped = step.call === 'stop' || (isStopped && step.call === 'nudge')
          if (step.do === 'call' && step.call === 'stop') rig.told.push('stopped')
          const events = rig.told.slice(toldBefore).filter((line) => /^\d+$/.test(line))
          expect(events.every((line) => Number(line) === newest)).toBe(true)
          if (isStopped) {
            expect(current).toBe(true)
            expect(rig.told.slice(toldBefore).filter((line) => line !== 'stopped')).toEqual([])
          }
          // What is neither stopped nor refused has something that will go on with it.
          const isAtRest = isStopped || rig.state() === 'unauthorized'
          expect(rig.clock.waiting() > 0).toBe(!isAtRest)
        }
        checkTold(rig.told)
        rig.stream.retryNow()
        await rig.open()
        rig.server.latest().event('well')
        await settled()
        expect([rig.state(), rig.told.at(-1)]).toEqual(['live', '"well"'])
        await rig.clock.advance(SILENCE_MS)
        expect(rig.told.at(-1)).toBe('cut')
      },
    ),
    { numRuns: 400 },
  )
})
