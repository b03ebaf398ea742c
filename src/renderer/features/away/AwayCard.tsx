import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  MessageCircleQuestionMark,
  SendHorizontal,
  ServerCrash,
  X,
  type LucideIcon,
} from 'lucide-react'
import { useMemo } from 'react'
import type { AwayItem, AwayKind } from '#contract/away'
import { refKey } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import { openSession } from '../../store/actions.ts'
import { sessionTitle } from '../../store/session-title.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { inOrder, sentenceOf, togetherWith } from './away.logic.ts'
import { strings } from './strings.ts'
import { useTold } from './use-told.ts'

/** Read at a glance; the sidebar marks the rest. */
const MAX_ROWS = 5

const looks: Readonly<Record<AwayKind, { readonly icon: LucideIcon; readonly colour: string }>> = {
  asked: { icon: MessageCircleQuestionMark, colour: 'text-warn' },
  failed: { icon: CircleAlert, colour: 'text-danger' },
  unsent: { icon: SendHorizontal, colour: 'text-danger' },
  interrupted: { icon: CircleSlash, colour: 'text-warn' },
  ended: { icon: CircleCheck, colour: 'text-add' },
  crashed: { icon: ServerCrash, colour: 'text-warn' },
}

/** One summary of what happened with nobody there; it takes no focus, and is gone once it is dealt with. */
export function AwayCard() {
  const items = useStore((state) => state.away)
  const ids = useMemo(() => items.map(({ id }) => id), [items])
  useTold(ids)
  return (
    <section
      aria-label={strings.title}
      className="pointer-events-none absolute top-12 right-4 z-30 w-90 max-w-[calc(100vw-32px)]"
    >
      <p role="status" className="sr-only">
        {items.length > 0 && `${strings.title}: ${sentenceOf(items)}`}
      </p>
      {items.length > 0 && <Card items={items} />}
    </section>
  )
}

function Card({ items }: { readonly items: readonly AwayItem[] }) {
  const rows = inOrder(items)
  return (
    <div
      data-testid="away"
      className="pointer-events-auto rounded-lg bg-surface-1 p-2 text-13 text-text-1 shadow-float"
    >
      <div className="flex items-start gap-2 pl-1">
        <div className="min-w-0 flex-1 py-0.5">
          <h2 className="text-13 font-semibold">{strings.title}</h2>
          <p className="text-12 text-text-2">{sentenceOf(items)}</p>
        </div>
        <IconButton
          icon={X}
          size="small"
          label={strings.dismiss}
          onClick={() => void rpc.dismissAway({ ids: items.map(({ id }) => id) })}
        />
      </div>
      <ul className="mt-1">
        {rows.slice(0, MAX_ROWS).map((item) => (
          <li key={item.id}>
            <Row item={item} items={items} />
          </li>
        ))}
      </ul>
      {rows.length > MAX_ROWS && (
        <p className="px-1 pt-1 text-12 text-text-3">{strings.more(rows.length - MAX_ROWS)}</p>
      )}
    </div>
  )
}

interface RowProps {
  readonly item: AwayItem
  readonly items: readonly AwayItem[]
}

function Row({ item, items }: RowProps) {
  const { server, session } = item
  const record = useStore((state) => (session === null ? undefined : state.sessions[refKey(server, session)]))
  const serverName = useStore((state) => state.servers[server]?.name ?? '')
  const name = record === undefined ? serverName : (sessionTitle(record) ?? strings.untitled)
  const { icon, colour } = looks[item.kind]
  const content = (
    <>
      <Icon icon={icon} size={14} className={`mt-0.75 shrink-0 ${colour}`} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="shrink-0 text-12 text-text-3">{strings.rows[item.kind]}</span>
        </span>
        {item.text !== '' && (
          <span className="line-clamp-2 text-12 text-text-2 wrap-anywhere">{item.text}</span>
        )}
      </span>
    </>
  )
  if (record === undefined) return <div className="flex gap-2 px-1 py-1">{content}</div>
  return (
    <button
      type="button"
      onClick={() => {
        openSession({ server, session: record.id })
        void rpc.dismissAway({ ids: togetherWith(items, item) })
      }}
      className="flex w-full gap-2 rounded px-1 py-1 text-left hover:bg-surface-2 active:bg-surface-3"
    >
      {content}
    </button>
  )
}
