import { expect, it } from 'vitest'
import { plotAge, plotEvents, PLOT_HEIGHT, PLOT_WIDTH } from './plot.logic.ts'

const sample = (events: number, lastByteAgeMs: number | null) => ({ events, lastByteAgeMs })

it('the line goes from the left edge to the right one, its peak at the top', () => {
  const { now, peak, lines } = plotEvents([sample(0, 0), sample(200, 0), sample(100, 0)])
  expect({ now, peak }).toEqual({ now: 100, peak: 200 })
  expect(lines).toEqual([`0,${PLOT_HEIGHT} ${PLOT_WIDTH / 2},0 ${PLOT_WIDTH},${PLOT_HEIGHT / 2}`])
})

it('one event in a quiet minute is no mountain, and ordinary heartbeats are no alarm', () => {
  expect(plotEvents([sample(1, 0), sample(0, 0)]).lines[0]).toBe(
    `0,${PLOT_HEIGHT * 0.9} ${PLOT_WIDTH},${PLOT_HEIGHT}`,
  )
  expect(plotAge([sample(0, 10_000), sample(0, 0)]).lines[0]).toBe(
    `0,${Math.round(PLOT_HEIGHT * (2 / 3) * 10) / 10} ${PLOT_WIDTH},${PLOT_HEIGHT}`,
  )
})

it('an hour of silence touches the top and is said as an hour', () => {
  const { peak, lines } = plotAge([sample(0, 3_600_000), sample(0, 30_000)])
  expect(peak).toBe(3_600_000)
  expect(lines).toEqual([`0,0 ${PLOT_WIDTH},${PLOT_HEIGHT / 2}`])
})

it('where nothing had ever come there is no line', () => {
  expect(plotAge([sample(0, null), sample(0, null)]).lines).toEqual([])
  expect(plotAge([sample(0, null), sample(0, 0), sample(0, 0)]).lines).toEqual([
    `${PLOT_WIDTH / 2},${PLOT_HEIGHT} ${PLOT_WIDTH},${PLOT_HEIGHT}`,
  ])
})
