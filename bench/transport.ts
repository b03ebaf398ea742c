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

async function manyTurns(): Promise<readonly Metric[]> {
  const { after10, after100, heap10, heap100 } = await inOwnProcess('turns-memory.ts')
  const of = (value: number | undefined): readonly number[] => [value ?? Number.NaN]
  const growth = ((after100 ?? Number.NaN) / (after10 ?? Number.NaN) - 1) * 100
  return [
    { name: 'memory after 10 turns (200,000 events)', unit: 'MiB', values: of(after10) },
    { name: 'memory after 100 turns (2,000,000 events)', unit: 'MiB', values: of(after100) },
    { name: 'the same, more than after 10', unit: '%', values: [growth], target: '≤ 5' },
    { name: 'of that on the heap, after 10', unit: 'MiB', values: of(heap10) },
    { name: 'of that on the heap, after 100', unit: 'MiB', values: of(heap100) },
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
    ...(await manyTurns()),
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
        'The silent stream is watched on a clock of its own.',
      ],
    },
    loadBefore,
  )
}
