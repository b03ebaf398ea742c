import { Clock, X } from 'lucide-react'
import { useState } from 'react'
import type { CommandItem } from '#contract/commands'
import { rpc } from '../../rpc/rpc.ts'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { givenAnswer } from '../asks/reply.logic.ts'
import { strings } from './strings.ts'

/** An answer that waits while its ask is not to be seen: the server was not there since the app began. */
export function CommandRow({ item }: { readonly item: CommandItem }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const withdraw = async () => {
    const answer = await rpc.withdrawCommand({ id: item.id })
    if (!answer.ok) setRefusal(answer.error.message)
  }
  return (
    <li
      data-testid="outbox-item"
      data-state={item.state.type}
      className="flex min-h-8 items-center gap-2 rounded border border-line bg-surface-1 py-0.5 pr-1 pl-2 text-13"
    >
      <Icon icon={Clock} size={14} className="shrink-0 text-text-3" />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
        <span className="max-w-full truncate text-text-1">{strings.answer(givenAnswer(item.command))}</span>
        <span className="text-12 text-text-3" role="status">
          {refusal ?? strings.waitingServer}
        </span>
      </div>
      <IconButton icon={X} size="small" label={strings.remove} onClick={() => void withdraw()} />
    </li>
  )
}
