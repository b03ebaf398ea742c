import { memo } from 'react'
import { HISTORY_SECONDS, type ActivitySample } from '#contract/diagnostics'
import { cx } from '../../ui/cx.ts'
import { plotAge, plotEvents, PLOT_HEIGHT, PLOT_WIDTH, type Plot } from './plot.logic.ts'
import { strings } from './strings.ts'

const MINUTES = HISTORY_SECONDS / 60

/** Three minutes of a stream: how much came, and how long nothing did. */
export const ActivityPlot = memo(function ActivityPlot({
  history,
}: {
  readonly history: readonly ActivitySample[]
}) {
  const events = plotEvents(history)
  const age = plotAge(history)
  return (
    <div className="mt-3 flex flex-col gap-2">
      <Chart
        name={strings.plotEvents}
        plot={events}
        words={strings.plotNow(strings.count(events.now), strings.count(events.peak))}
        className="text-accent"
        isFilled
      />
      <Chart
        name={strings.plotAge}
        plot={age}
        words={strings.plotNow(strings.seconds(age.now), strings.seconds(age.peak))}
        className="text-text-3"
      />
      <div aria-hidden className="flex justify-between text-11 text-text-3">
        <span>{strings.plotFrom(MINUTES)}</span>
        <span>{strings.plotTo}</span>
      </div>
    </div>
  )
})

interface ChartProps {
  readonly name: string
  readonly plot: Plot
  readonly words: string
  readonly className: string
  readonly isFilled?: boolean
}

function Chart({ name, plot, words, className, isFilled = false }: ChartProps) {
  return (
    <figure>
      <figcaption aria-hidden className="flex justify-between gap-2 text-11 text-text-3">
        <span>{name}</span>
        <span className="tabular-nums">{words}</span>
      </figcaption>
      <svg
        role="img"
        aria-label={strings.plotLabel(name, MINUTES, words)}
        viewBox={`0 -1 ${PLOT_WIDTH} ${PLOT_HEIGHT + 2}`}
        preserveAspectRatio="none"
        className={cx('mt-1 block h-10 w-full', className)}
      >
        <line
          x1="0"
          x2={PLOT_WIDTH}
          y1={PLOT_HEIGHT}
          y2={PLOT_HEIGHT}
          className="text-line"
          stroke="currentColor"
          vectorEffect="non-scaling-stroke"
        />
        {plot.lines.map((points) => (
          <g key={points}>
            {isFilled && <polygon points={closed(points)} fill="currentColor" opacity="0.15" />}
            <polyline
              points={points}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.25"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
      </svg>
    </figure>
  )
}

/** Down to the base line at both ends. */
const closed = (points: string): string => {
  const pairs = points.split(' ')
  const x = (pair: string | undefined): string => pair?.split(',')[0] ?? '0'
  return `${x(pairs[0])},${PLOT_HEIGHT} ${points} ${x(pairs.at(-1))},${PLOT_HEIGHT}`
}
