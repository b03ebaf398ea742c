import { ArrowUp, House } from 'lucide-react'
import type { Ref } from 'react'
import { IconButton } from '../../ui/IconButton.tsx'
import { strings } from './strings.ts'

export interface PathFieldProps {
  readonly ref: Ref<HTMLInputElement>
  readonly value: string
  /** The chosen entry of the list below. */
  readonly activeId: string | null
  readonly onChange: (value: string) => void
  readonly onMove: (step: 1 | -1) => void
  /** `open`: with Ctrl or ⌘, open instead of going in. */
  readonly onEnter: (open: boolean) => void
  readonly onHome: (() => void) | null
  readonly onParent: (() => void) | null
}

/** The folder's path; its keys also choose in the list below. */
export function PathField({ ref, ...props }: PathFieldProps) {
  return (
    <div className="flex items-center gap-1">
      <input
        ref={ref}
        type="text"
        role="combobox"
        aria-label={strings.path}
        aria-expanded
        aria-controls="folder-entries"
        aria-activedescendant={props.activeId ?? undefined}
        aria-autocomplete="list"
        value={props.value}
        placeholder={strings.pathPlaceholder}
        spellCheck={false}
        autoCapitalize="off"
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'ArrowDown') props.onMove(1)
          else if (event.key === 'ArrowUp') props.onMove(-1)
          else if (event.key === 'Enter') props.onEnter(event.ctrlKey || event.metaKey)
          else return
          event.preventDefault()
        }}
        className="h-8 min-w-0 flex-1 rounded border border-line-strong bg-surface-0 px-2 font-mono text-13 text-text-1"
      />
      <IconButton
        icon={ArrowUp}
        label={strings.parent}
        disabled={props.onParent === null}
        onClick={() => props.onParent?.()}
      />
      <IconButton
        icon={House}
        label={strings.home}
        disabled={props.onHome === null}
        onClick={() => props.onHome?.()}
      />
    </div>
  )
}
