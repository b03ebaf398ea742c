/** Prints what was measured and keeps it as JSON, with the machine it was measured on. */
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { summarize } from './stats.ts'

export interface Metric {
  readonly name: string
  readonly unit: string
  readonly values: readonly number[]
  /** What the project wants, in words; nothing fails when it is missed. */
  readonly target?: string
}

export interface Measurement {
  readonly name: string
  readonly metrics: readonly Metric[]
  /** How it was measured, and what a reader must know. */
  readonly notes: readonly string[]
}

const results = join(import.meta.dirname, '../results')
const GIB = 1024 ** 3
/** A row of more than these, thousands of waits, is told by its figures alone. */
const MAX_VALUES = 100

/** The one-minute load, to be taken before a bench begins: a busy machine measures itself. */
export const loadNow = (): number => loadavg()[0] ?? Number.NaN

export async function report(measurement: Measurement, loadBefore: number): Promise<void> {
  const { name, metrics, notes } = measurement
  const rows = metrics.map(({ name: metric, unit, values, target }) => ({
    metric,
    unit,
    target: target ?? null,
    ...summarize(values),
    values: values.length > MAX_VALUES ? [] : values.map(rounded),
  }))
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: rounded(totalmem() / GIB),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: { before: rounded(loadBefore), after: rounded(loadNow()) },
  }
  await mkdir(results, { recursive: true })
  const file = join(results, `${name}.json`)
  const at = new Date().toISOString()
  await writeFile(file, `${JSON.stringify({ name, at, machine, notes, metrics: rows }, null, 2)}\n`)

  process.stdout.write(`\n${name}\n`)
  console.table(
    Object.fromEntries(
      rows.map(({ metric, unit, target, runs, median, p95, min, max, spread }) => [
        `${metric} (${unit})`,
        { runs, ...roundedAll({ median, p95, min, max, spread }), target: target ?? '' },
      ]),
    ),
  )
  for (const note of notes) process.stdout.write(`${note}\n`)
  process.stdout.write(
    `${machine.cores} cores, ${machine.processor}, load ${machine.load.before} before and ${machine.load.after} after; ${file}\n`,
  )
}

const rounded = (value: number): number => Math.round(value * 100) / 100
const roundedAll = (values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, rounded(value)]))
