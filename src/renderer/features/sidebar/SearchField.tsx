import { Search, X } from 'lucide-react'
import type { Ref } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { strings } from './strings.ts'

export interface SearchFieldProps {
  readonly ref: Ref<HTMLInputElement>
  readonly value: string
  readonly onChange: (value: string) => void
  /** Down: on to the list. */
  readonly onLeave: () => void
  /** Enter: the first session found. */
  readonly onChoose: () => void
}

export function SearchField({ ref, value, onChange, onLeave, onChoose }: SearchFieldProps) {
  return (
    <div className="relative min-w-0 flex-1">
      <Icon
        icon={Search}
        size={14}
        className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-text-3"
      />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        value={value}
        aria-label={strings.search}
        placeholder={strings.search}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation()
            onChange('')
          } else if (event.key === 'ArrowDown') {
            event.preventDefault()
            onLeave()
          } else if (event.key === 'Enter' && value.trim() !== '') onChoose()
        }}
        className="h-7 w-full rounded bg-surface-2 pr-7 pl-7 text-13 text-text-1"
      />
      {value !== '' && (
        <IconButton
          icon={X}
          label={strings.clearSearch}
          size="small"
          className="absolute top-0.5 right-0.5"
          onClick={() => onChange('')}
        />
      )}
    </div>
  )
}
