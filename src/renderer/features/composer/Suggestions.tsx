import { Bot, File, Folder, SquareSlash } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { suggestionKey, type Suggestion, type Trigger } from './composer.logic.ts'
import { strings } from './strings.ts'

export interface SuggestionListProps {
  readonly id: string
  readonly kind: Trigger['kind']
  readonly items: readonly Suggestion[]
  readonly isSearching: boolean
  readonly active: number
  readonly onPoint: (index: number) => void
  readonly onChoose: (suggestion: Suggestion) => void
}

export const optionId = (list: string, index: number): string => `${list}-${index}`

/** Lies above the composer, so that nothing moves; the focus stays in the text. */
export function SuggestionList(props: SuggestionListProps) {
  const { id, kind, items, isSearching, active } = props
  const activeRow = useRef<HTMLDivElement>(null)
  useEffect(() => {
    activeRow.current?.scrollIntoView({ block: 'nearest' })
  }, [active, items])
  return (
    <div className="absolute inset-x-0 bottom-full z-20 mb-2 max-h-72 overflow-y-auto overscroll-contain rounded bg-surface-1 p-1 shadow-float">
      <div id={id} role="listbox" aria-label={strings.suggestions[kind]}>
        {items.map((item, index) => (
          <div
            key={suggestionKey(item)}
            ref={index === active ? activeRow : undefined}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            className={cx(
              'flex h-7 items-center gap-2 rounded-sm px-2 text-13',
              index === active && 'bg-surface-3',
            )}
            onPointerMove={() => index !== active && props.onPoint(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(item)}
          >
            <Row item={item} />
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <p className="px-2 py-1 text-12 text-text-3">{isSearching ? strings.searching : strings.noFiles}</p>
      )}
    </div>
  )
}

function Row({ item }: { readonly item: Suggestion }) {
  switch (item.kind) {
    case 'file': {
      const path = item.path.replace(/[\\/]$/, '')
      const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
      return (
        <>
          <Icon icon={path === item.path ? File : Folder} size={14} className="shrink-0 text-text-3" />
          <span className="max-w-full shrink-0 truncate">{path.slice(cut)}</span>
          <span className="min-w-0 truncate text-12 text-text-3">{path.slice(0, Math.max(0, cut - 1))}</span>
        </>
      )
    }
    case 'agent':
      return (
        <>
          <Icon icon={Bot} size={14} className="shrink-0 text-text-3" />
          <span className="shrink-0">{item.name}</span>
          <span className="min-w-0 flex-1 truncate text-12 text-text-3">{item.description}</span>
          <span className="shrink-0 text-11 text-text-3">{strings.agentTag}</span>
        </>
      )
    case 'command':
      return (
        <>
          <Icon icon={SquareSlash} size={14} className="shrink-0 text-text-3" />
          <span className="shrink-0">/{item.command.name}</span>
          <span className="min-w-0 flex-1 truncate text-12 text-text-3">{item.command.description}</span>
          {item.command.source !== 'command' && (
            <span className="shrink-0 text-11 text-text-3">{strings.sources[item.command.source]}</span>
          )}
        </>
      )
  }
}
