import { useLayoutEffect, useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { ServerID } from '#contract/ids'
import type { Part, TextPart, UserMessage } from '#contract/model'
import { textOf } from '../../preview/preview.ts'
import { useText } from '../../preview/use-text.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { cx } from '../../ui/cx.ts'
import { Attachments } from './Attachments.tsx'
import { rowKey, useKept } from './kept.ts'
import { strings } from './strings.ts'
import { Time } from './Time.tsx'
import { joinTexts, shellLine } from './timeline.logic.ts'
import { partsOf } from './turn-parts.ts'

/** Six lines hold no more than this; opened, a prompt longer than the second bound is a file, not words. */
const FOLDED_CHARS = 4_000
const OPEN_CHARS = 200_000

interface PromptTextProps {
  readonly server: ServerID
  readonly part: TextPart
  readonly open: boolean
}

function PromptText({ server, part, open }: PromptTextProps) {
  const text = useText(server, part.id, 'text')
  const drawn = text.slice(0, open ? OPEN_CHARS : FOLDED_CHARS)
  return (
    <span data-part={part.id} className="block not-first:mt-3">
      {drawn}
      {open && drawn.length < text.length && (
        <span className="block text-12 text-text-3">{strings.promptAfter(text.length - drawn.length)}</span>
      )}
    </span>
  )
}

function useOverflows(): [React.RefObject<HTMLDivElement | null>, boolean] {
  const box = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setOverflows(element.scrollHeight > element.clientHeight + 1))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [box, overflows]
}

const words = (part: Part): string | null => {
  if (part.type === 'agent') return strings.agent(part.name)
  return part.type === 'subtask' ? strings.subtask(part.agent, part.description) : null
}

/** What the person wrote, folded to six lines. */
export function UserPrompt({
  server,
  message,
  answer,
}: {
  readonly server: ServerID
  readonly message: UserMessage
  /** The parts that answer it. */
  readonly answer: readonly Part[]
}) {
  const parts = useStore(useShallow((state) => partsOf(state, server, [message])))
  const [open, setOpen] = useKept(rowKey(message.id), false)
  const [box, overflows] = useOverflows()
  const texts = parts.filter((part): part is TextPart => part.type === 'text' && !part.synthetic)
  const shell = shellLine(parts, answer)
  const labels = parts.flatMap((part) => words(part) ?? [])
  return (
    <div className="group/prompt rounded bg-surface-2 px-3 py-2">
      <div className="flex items-start gap-2">
        <div
          ref={box}
          className={cx('min-w-0 flex-1 text-15 whitespace-pre-wrap wrap-anywhere', !open && 'line-clamp-6')}
        >
          {texts.map((part) => (
            <PromptText key={part.id} server={server} part={part} open={open} />
          ))}
          {shell !== null && <code className="block font-mono text-13">{strings.shellLine(shell)}</code>}
          {labels.map((label) => (
            <span key={label} className="block text-13 text-text-2">
              {label}
            </span>
          ))}
        </div>
        <div className="flex items-center gap-1">
          <Time at={message.created} />
          <CopyButton
            text={() => shell ?? joinTexts(texts.map((part) => textOf(server, part.id, 'text')))}
            label={strings.copyPrompt}
            className="opacity-0 group-hover/prompt:opacity-100 focus-visible:opacity-100"
          />
        </div>
      </div>
      {(overflows || open) && (
        <Button
          variant="quiet"
          size="small"
          className="-ml-2 mt-1"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? strings.showLess : strings.showMore}
        </Button>
      )}
      <Attachments files={parts.filter((part) => part.type === 'file')} />
    </div>
  )
}
