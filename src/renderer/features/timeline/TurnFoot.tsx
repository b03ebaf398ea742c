import type { SessionRef } from '#contract/ids'
import type { Part, TextPart } from '#contract/model'
import type { Turn } from '../../store/selectors.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { cx } from '../../ui/cx.ts'
import { useCatalog } from '../composer/catalog.ts'
import { findModel } from '../composer/choice.ts'
import { Elapsed } from './Elapsed.tsx'
import { strings } from './strings.ts'
import { Time } from './Time.tsx'
import { storedTexts } from './stored-text.ts'
import { formatCost, formatTokens, turnUse } from './timeline.logic.ts'

interface Props extends SessionRef {
  readonly directory: string
  readonly turn: Turn
  readonly parts: readonly Part[]
  readonly span: { readonly since: number; readonly end: number | null } | null
}

const PERCENT = 100

/** What the turn cost, quietly, and Copy: the stored text, byte for byte. */
export function TurnFoot({ server, session, directory, turn, parts, span }: Props) {
  const { catalog } = useCatalog(server, directory)
  const use = turnUse(turn.assistants)
  const model = turn.assistants.at(-1)?.model ?? null
  const known = findModel(catalog, model)
  const texts = parts.filter((part): part is TextPart => part.type === 'text' && !part.synthetic)
  const facts = [
    known?.name ?? model?.model,
    use && strings.tokens(formatTokens(use.input), formatTokens(use.output)),
    use && use.cost > 0 && strings.cost(formatCost(use.cost)),
    use && known && known.context > 0 && strings.context(Math.round((PERCENT * use.context) / known.context)),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '')
  return (
    <div
      className={cx(
        'mt-2 flex min-h-6 select-none flex-wrap items-center gap-x-3 text-12 text-text-3 tabular-nums',
        texts.length === 0 && 'pl-1',
      )}
    >
      {texts.length > 0 && (
        <CopyButton
          text={() => storedTexts({ server, session }, texts)}
          label={strings.copyTurn}
          className="-ml-0.5 text-text-3"
        />
      )}
      {span?.end != null && <Elapsed since={span.since} end={span.end} />}
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {span?.end != null && <Time at={span.end} />}
    </div>
  )
}
