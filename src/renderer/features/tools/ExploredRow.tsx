import { ChevronRight, Telescope } from 'lucide-react'
import { memo, useId } from 'react'
import type { ServerID } from '#contract/ids'
import type { ToolPart } from '#contract/model'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Elapsed } from '../timeline/Elapsed.tsx'
import { exploredKey, useKept } from '../timeline/kept.ts'
import { countExplored } from './explored.ts'
import { strings } from './strings.ts'
import { ToolRow } from './ToolRow.tsx'

interface Props {
  readonly server: ServerID
  readonly parts: readonly ToolPart[]
  readonly directory: string
}

const sameParts = (a: Props, b: Props): boolean =>
  a.directory === b.directory &&
  a.parts.length === b.parts.length &&
  a.parts.every((part, index) => part === b.parts[index])

/** Reads and searches in a row, as one line that opens. */
export const ExploredRow = memo(function ExploredRow({ server, parts, directory }: Props) {
  const [open, setOpen] = useKept(exploredKey(parts), false)
  const id = useId()
  const { reads, searches, lists } = countExplored(parts)
  const spent = parts.reduce(
    (sum, { state }) => sum + (state.status === 'completed' ? state.end - state.start : 0),
    0,
  )
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="flex min-h-7 w-full min-w-0 items-center gap-2 rounded px-1 text-left text-13 hover:bg-surface-1"
      >
        <Icon icon={Telescope} className="shrink-0 text-text-3" />
        <span className="text-text-2">{strings.explored}</span>
        <span className="text-text-1">{strings.exploring(reads, searches, lists)}</span>
        <span className="flex-1" />
        <Elapsed since={0} end={spent} />
        <Icon
          icon={ChevronRight}
          size={14}
          className={cx('text-text-3 transition-transform', open && 'rotate-90')}
        />
      </button>
      {open && (
        <div id={id} className="pl-4">
          {parts.map((part) => (
            <ToolRow
              key={part.id}
              server={server}
              part={part}
              directory={directory}
              live={false}
              waiting={false}
            />
          ))}
        </div>
      )}
    </div>
  )
}, sameParts)
