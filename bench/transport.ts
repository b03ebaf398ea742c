/** What the way from a server's bytes to a window costs and how long it takes. */
import { loadNow, report, type Metric } from './lib/report.ts'
import { inOwnProcess } from './transport/memory.ts'
import { returning } from './transport/returning.ts'
import { throughput } from './transport/throughput.ts'
import { waiting } from './transport/waiting.ts'
import { windowCost } from './transport/window-cost.ts'

async function frozenWindow(): Promise<readonly Metric[]> {
  const { growthMiB, equalMs } = await inOwnProcess('frozen.ts')
  const name = 'a window frozen for 120,000 events'
  return [
    { name: `${name}: memory grows by`, unit: 'MiB', values: [growthMiB ?? Number.NaN], target: '≤ 16' },
    {
      name: `${name}: shows the same again after`,
      unit: 'ms',
      values: [equalMs ?? Number.NaN],
      target: '≤ 250',
    },
  ]
}

/** As long as a recorded delta; at this length a hundred turns stay below what the mirror may hold. */
const SHORT_LETTERS = 6
/** At this length ten turns fill it. */
const LONG_LETTERS = 400

async function manyTurns(
  letters: number,
  name: string,
  target: string | undefined,
): Promise<readonly Metric[]> {
  const read = await inOwnProcess('turns-memory.ts', String(letters))
  const of = (key: string): number => read[key] ?? Number.NaN
  const growth = (kind: string): number => (of(`${kind}100`) / of(`${kind}10`) - 1) * 100
  return [
    { name: `${name}: held of texts after 10 turns`, unit: 'MiB', values: [of('held10')] },
    { name: `${name}: held of texts after 100`, unit: 'MiB', values: [of('held100')] },
    { name: `${name}: memory after 10 turns`, unit: 'MiB', values: [of('rss10')] },
    { name: `${name}: memory after 100 (2,000,000 events)`, unit: 'MiB', values: [of('rss100')] },
    { name: `${name}: more than after 10`, unit: '%', values: [growth('rss')], ...(target && { target }) },
    { name: `${name}: more on the heap`, unit: '%', values: [growth('heap')] },
  ]
}

export async function transport(): Promise<void> {
  const loadBefore = loadNow()
  const through = await throughput()
  const metrics = [
    ...through.metrics,
    ...(await windowCost()),
    ...(await waiting()),
    ...(await frozenWindow()),
    ...(await manyTurns(SHORT_LETTERS, 'short answers', undefined)),
    ...(await manyTurns(LONG_LETTERS, 'answers past the budget', '≤ 5')),
    ...(await returning()),
  ]
  await report(
    {
      name: 'transport',
      metrics,
      notes: [
        ...through.notes,
        'The window’s cost is that of the renderer’s feed, preview and store code in Node: the engine is Chromium’s, there is no document and nothing is drawn.',
        'Deltas arrive at random times (Poisson, fixed seed) in real time; the quiet-gap rule is worked out on the same arrivals, by timers that are never late.',
        'The frozen window misses as many events as come in 60 s at 2,000/s, without the waiting in between; memory is the resident set of a process of its own after a collection.',
        'Each turn is 20,000 deltas in a session of its own. What is held of short answers stays below the 64 MiB that a mirror may hold, so it grows by them; past that, ended texts leave memory for the journal.',
        'The silent stream is watched on a clock of its own.',
      ],
    },
    loadBefore,
  )
}
