// Samples → lines in a box of fixed size. Where nothing is known there is no line.

import type { ActivitySample } from '#contract/diagnostics'

export interface Plot {
  readonly now: number
  readonly peak: number
  /** SVG `points` of each unbroken stretch. */
  readonly lines: readonly string[]
}

export const PLOT_WIDTH = 360
export const PLOT_HEIGHT = 40

/** A stream is cut after some 30 s of silence; a scale that follows an hour's sleep would flatten all else. */
const MAX_AGE_MS = 60_000
/** A quiet server's heartbeats, every 10 s, must not look like alarm. */
const MIN_AGE_SCALE_MS = 30_000
/** A single event in a quiet minute is no mountain. */
const MIN_EVENTS_SCALE = 10

export const plotEvents = (history: readonly ActivitySample[]): Plot =>
  plot(
    history.map(({ events }) => events),
    MIN_EVENTS_SCALE,
    Number.POSITIVE_INFINITY,
  )

export const plotAge = (history: readonly ActivitySample[]): Plot =>
  plot(
    history.map(({ lastByteAgeMs }) => lastByteAgeMs),
    MIN_AGE_SCALE_MS,
    MAX_AGE_MS,
  )

function plot(values: readonly (number | null)[], minScale: number, maxScale: number): Plot {
  const peak = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  const top = Math.min(maxScale, Math.max(minScale, peak))
  const step = PLOT_WIDTH / Math.max(1, values.length - 1)
  const lines: string[][] = [[]]
  values.forEach((value, index) => {
    if (value === null) return void lines.push([])
    const y = PLOT_HEIGHT * (1 - Math.min(value, top) / top)
    lines.at(-1)?.push(`${round(index * step)},${round(y)}`)
  })
  return {
    now: values.at(-1) ?? 0,
    peak,
    lines: lines.filter(({ length }) => length > 1).map((points) => points.join(' ')),
  }
}

const round = (value: number): number => Math.round(value * 10) / 10
