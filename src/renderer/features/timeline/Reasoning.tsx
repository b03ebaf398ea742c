import { Brain, ChevronRight } from 'lucide-react'
import { memo, useId } from 'react'
import type { ServerID } from '#contract/ids'
import type { ReasoningPart } from '#contract/model'
import { useText } from '../../preview/use-text.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { Markdown } from '../markdown/Markdown.tsx'
import { Elapsed } from './Elapsed.tsx'
import { rowKey, useKept } from './kept.ts'
import { strings } from './strings.ts'

interface Props {
  readonly server: ServerID
  readonly part: ReasoningPart
  /** Its turn is at work: without an end it is being written. */
  readonly live: boolean
}

function Text({ server, part, live }: Props) {
  const text = useText(server, part.id, 'text')
  return (
    <div className="group/reasoning markdown-quiet relative ml-3 border-l-2 border-line py-1 pr-8 pl-4">
      <Markdown text={text} growing={part.end === null && live} />
      <CopyButton
        text={() => text}
        label={strings.copyReasoning}
        className="absolute top-0 right-0 opacity-0 group-hover/reasoning:opacity-100 focus-visible:opacity-100"
      />
    </div>
  )
}

/** One line with its duration; opens in place, also while it is being written. */
export const Reasoning = memo(function Reasoning({ server, part, live }: Props) {
  const [open, setOpen] = useKept(rowKey(part.id), false)
  const id = useId()
  const growing = part.end === null && live
  return (
    <section data-part={part.id}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex min-h-7 w-full items-center gap-2 rounded px-1 text-left text-13 text-text-2 hover:bg-surface-1"
      >
        {growing ? <Spinner label={null} /> : <Icon icon={Brain} className="shrink-0 text-text-3" />}
        {growing ? strings.thinking : part.end === null ? strings.thoughtUnfinished : strings.thought}
        <span className="flex-1" />
        {(growing || part.end !== null) && <Elapsed since={part.start} end={part.end} />}
        <Icon
          icon={ChevronRight}
          size={14}
          className={cx('text-text-3 transition-transform', open && 'rotate-90')}
        />
      </button>
      {open && (
        <div id={id} className="mt-1 mb-2">
          <Text server={server} part={part} live={live} />
        </div>
      )}
    </section>
  )
})
