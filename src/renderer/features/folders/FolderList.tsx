import { Folder, FolderGit2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { FolderEntry } from '#contract/rpc'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { strings } from './strings.ts'

export interface FolderListProps {
  readonly entries: readonly FolderEntry[]
  /** The chosen one, or -1. */
  readonly at: number
  readonly dimmed: boolean
  /** Said when there are no entries. */
  readonly empty: string
  readonly broken: boolean
  readonly onChoose: (entry: FolderEntry) => void
}

export function FolderList({ entries, at, dimmed, empty, broken, onChoose }: FolderListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const shown = broken ? [] : entries
  return (
    <div
      ref={list}
      id="folder-entries"
      role="listbox"
      aria-label={strings.entries}
      aria-busy={dimmed}
      tabIndex={-1}
      className={cx(
        'h-70 max-h-[34vh] overflow-y-auto rounded border border-line bg-surface-0 p-1 transition-opacity',
        dimmed && 'opacity-60',
      )}
    >
      {shown.map((entry, index) => (
        <div
          key={entry.path}
          id={`folder-${index}`}
          role="option"
          aria-selected={index === at}
          onClick={() => onChoose(entry)}
          className={cx(
            'flex h-7 items-center gap-2 rounded-sm px-2 text-13 select-none',
            index === at ? 'bg-surface-3 text-text-1' : 'hover:bg-surface-2',
          )}
        >
          <Icon
            icon={entry.git ? FolderGit2 : Folder}
            className={entry.git ? 'text-accent' : 'text-text-3'}
          />
          <span className="min-w-0 flex-1 truncate">{entry.name}</span>
          {entry.git && <span className="text-11 text-text-3">{strings.git}</span>}
        </div>
      ))}
      {shown.length === 0 && (
        <div role="option" aria-selected={false} aria-disabled className="px-2 py-1 text-13 text-text-2">
          {empty}
        </div>
      )}
    </div>
  )
}
