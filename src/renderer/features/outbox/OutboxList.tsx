import { Clock, Pencil, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { OutboxItem } from '#contract/model'
import { rpc } from '../../rpc/rpc.ts'
import { useStore } from '../../store/store.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { summaryOf } from '../composer/content.ts'
import { CommandRow } from './CommandRow.tsx'
import { answersWithoutAsk } from './commands.logic.ts'
import { attachmentCount, outboxOf, type OutboxPlace } from './outbox.logic.ts'
import { strings } from './strings.ts'
import { useLasting } from './use-lasting.ts'

/** Most messages are sent within a frame or two; a row that only flashes would move the page. */
const SENDING_SHOWN_AFTER_MS = 400

export interface OutboxListProps extends OutboxPlace {
  /** A withdrawn message, to be edited. */
  readonly onEdit: (item: OutboxItem) => void
}

/** Messages written but not yet with the server, above the composer. */
export function OutboxList({ onEdit, ...place }: OutboxListProps) {
  const items = useStore(useShallow((state) => outboxOf(state.outbox, place)))
  const answers = useStore(useShallow((state) => answersWithoutAsk(state, place)))
  if (items.length + answers.length === 0) return null
  return (
    <ul
      aria-label={strings.label}
      className="mb-2 flex max-h-48 flex-col gap-1 overflow-y-auto overscroll-contain"
    >
      {answers.map((item) => (
        <CommandRow key={item.id} item={item} />
      ))}
      {items.map((item, index) => (
        <OutboxRow key={item.id} item={item} isNext={index === 0} onEdit={onEdit} />
      ))}
    </ul>
  )
}

interface OutboxRowProps extends Pick<OutboxListProps, 'onEdit'> {
  readonly item: OutboxItem
  /** Nothing goes before it. */
  readonly isNext: boolean
}

function OutboxRow({ item, isNext, onEdit }: OutboxRowProps) {
  const { state } = item
  const [refusal, setRefusal] = useState<string | null>(null)
  const isSending = state.type === 'sending'
  const isShown = useLasting(isSending, SENDING_SHOWN_AFTER_MS)
  const failure = refusal ?? (state.type === 'failed' ? state.message : null)

  const withdraw = async (isEdit: boolean) => {
    const answer = await rpc.withdraw({ id: item.id })
    if (!answer.ok) setRefusal(answer.error.message)
    else if (isEdit) onEdit(answer.value)
  }
  const resend = async () => {
    setRefusal(null)
    const answer = await rpc.resend({ id: item.id })
    if (!answer.ok) setRefusal(answer.error.message)
  }
  if (isSending && !isShown) return null
  const attachments = attachmentCount(item.content)
  return (
    <li
      data-testid="outbox-item"
      data-state={state.type}
      className="flex min-h-8 items-center gap-2 rounded border border-line bg-surface-1 py-0.5 pr-1 pl-2 text-13"
    >
      <Mark item={item} isFailed={failure !== null} />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        <span className="max-w-full truncate text-text-1">
          {summaryOf(item.content) || strings.attachments(attachments)}
        </span>
        <span className={cx('text-12', failure === null ? 'text-text-3' : 'text-danger')} role="status">
          {failure === null ? waitText(state, isNext) : strings.failed(failure)}
        </span>
      </div>
      {(state.type === 'failed' || state.type === 'waiting-retry') && (
        <Button size="small" variant="quiet" onClick={() => void resend()}>
          {state.type === 'failed' ? strings.retry : strings.retryNow}
        </Button>
      )}
      {!isSending && (
        <>
          <IconButton icon={Pencil} size="small" label={strings.edit} onClick={() => void withdraw(true)} />
          <IconButton icon={X} size="small" label={strings.remove} onClick={() => void withdraw(false)} />
        </>
      )}
    </li>
  )
}

function Mark({ item, isFailed }: { readonly item: OutboxItem; readonly isFailed: boolean }) {
  if (isFailed) return <Icon icon={TriangleAlert} size={14} className="shrink-0 text-danger" />
  if (item.state.type === 'sending') return <Spinner label={null} />
  return <Icon icon={Clock} size={14} className="shrink-0 text-text-3" />
}

const timeOf = (at: number): string => new Date(at).toLocaleTimeString()

function waitText(state: OutboxItem['state'], isNext: boolean): string {
  switch (state.type) {
    case 'waiting-turn':
      return isNext ? strings.waitingTurn : strings.waitingOther
    case 'waiting-server':
      return strings.waitingServer
    case 'waiting-retry':
      return strings.waitingRetry(timeOf(state.until))
    case 'sending':
      return strings.sending
    case 'failed':
      return strings.failed(state.message)
  }
}
