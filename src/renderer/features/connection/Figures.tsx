import type { ServerDiagnostics } from '#contract/diagnostics'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { allFigures, type Figure } from './figures.logic.ts'
import { strings } from './strings.ts'

export function FigureList({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-[8.5rem_1fr] gap-x-4 gap-y-1 text-12">
      {figures.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-text-3">{name}</dt>
          <dd className="min-w-0 wrap-anywhere text-text-2 tabular-nums select-text">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function AllFigures({
  diagnostics,
  now,
}: {
  readonly diagnostics: ServerDiagnostics
  readonly now: number
}) {
  return (
    <Disclosure className="mt-3" summary={<span className="text-12">{strings.allCounters}</span>}>
      <div className="mt-2 flex flex-col gap-3">
        {allFigures(diagnostics).map(({ title, figures }) => (
          <section key={title} aria-label={title}>
            <h4 className="mb-1 text-12 text-text-1">{title}</h4>
            <FigureList figures={figures} />
          </section>
        ))}
        <p className="text-12 text-text-3">
          {strings.countedFor(Math.max(0, now - diagnostics.countedSince))}
        </p>
      </div>
    </Disclosure>
  )
}
