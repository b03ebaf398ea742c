import { ChevronRight } from 'lucide-react'
import { memo, useId } from 'react'
import { useText } from '../../preview/use-text.ts'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { Elapsed } from '../timeline/Elapsed.tsx'
import { rowKey, useKept } from '../timeline/kept.ts'
import { lastLines, plainOutput } from './ansi.ts'
import type { BodyProps } from './bodies.tsx'
import { Changes } from './Changes.tsx'
import { icons } from './icons.ts'
import { strings } from './strings.ts'
import { childOf, ChildState } from './TaskBody.tsx'
import { ToolBody } from './ToolBody.tsx'
import { describeTool, opensByItself } from './tools.logic.ts'

/** Enough of a running shell's last line to fill a row. */
const LAST_LINE_LENGTH = 120

function LastLine({ server, part }: Pick<BodyProps, 'server' | 'part'>) {
  const output = useText(server, part.id, 'output')
  const line = plainOutput(lastLines(output, 1).text.slice(0, LAST_LINE_LENGTH))
  return line === '' ? null : (
    <span className="min-w-0 shrink truncate font-mono text-12 text-text-3">{line}</span>
  )
}

const tones = { plain: 'text-text-3', warn: 'text-warn', danger: 'text-danger' } as const

export interface ToolRowProps extends BodyProps {
  /** Its turn is at work: without an end it is running. */
  readonly live: boolean
  /** It waits for a person: nothing here is at work. */
  readonly waiting: boolean
}

export const ToolRow = memo(function ToolRow({ server, part, directory, live, waiting }: ToolRowProps) {
  const id = useId()
  const { state } = part
  const line = describeTool(part, directory)
  const [open, setOpen] = useKept(rowKey(part.id), opensByItself(part))
  const unended = state.status === 'running' || state.status === 'pending'
  const active = unended && live
  const child = line.kind === 'task' && active ? childOf(part) : null
  return (
    <div data-testid="tool-row" data-tool={part.tool} data-status={state.status} data-part={part.id}>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="group/row flex min-h-7 w-full min-w-0 items-center gap-2 rounded px-1 text-left text-13 hover:bg-surface-1"
      >
        {active && !waiting ? (
          <Spinner label={strings.status[state.status]} />
        ) : (
          <Icon
            icon={icons[line.kind]}
            className={cx(
              'shrink-0',
              waiting ? 'text-warn' : state.status === 'error' ? tones[line.tone] : 'text-text-3',
            )}
          />
        )}
        <span className="shrink-0 text-text-2">{line.verb}</span>
        <span className={cx('min-w-0 truncate text-text-1 empty:hidden', line.mono && 'font-mono text-12')}>
          {line.object || (state.status === 'pending' ? strings.preparing : '')}
        </span>
        {line.changes && <Changes {...line.changes} />}
        {line.brief !== null && (
          <span className={cx('shrink-0 text-12', tones[line.tone])}>{line.brief}</span>
        )}
        {waiting && <VisuallyHidden>{strings.waiting}</VisuallyHidden>}
        {unended && !live && <span className="shrink-0 text-12 text-text-3">{strings.unfinished}</span>}
        {child !== null && <ChildState server={server} child={child} />}
        {line.kind === 'shell' && active && !open && <LastLine server={server} part={part} />}
        <span className="flex-1" />
        {state.status !== 'pending' && (active || !unended) && (
          <Elapsed since={state.start} end={state.status === 'running' ? null : state.end} />
        )}
        <Icon
          icon={ChevronRight}
          size={14}
          className={cx('shrink-0 text-text-3 transition-transform', open && 'rotate-90')}
        />
      </button>
      {open && (
        <div id={id} className="mt-1 mb-2 pl-7 text-13">
          <ToolBody server={server} part={part} directory={directory} />
        </div>
      )}
    </div>
  )
})
