import { useId } from 'react'
import { cx } from '../../ui/cx.ts'

export interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
}

/** One of a few, all in sight: radio buttons drawn as segments. */
export function Choice({ label, value, options, onChange, disabled }: ChoiceProps) {
  const name = useId()
  return (
    <fieldset
      disabled={disabled}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 disabled:opacity-60"
    >
      <legend className="float-left text-13 text-text-1">{label}</legend>
      <div className="flex max-w-full flex-wrap rounded border border-line bg-surface-2 p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'flex h-6 items-center rounded-sm px-2 text-12 select-none has-focus-visible:outline-2 has-focus-visible:outline-accent',
              option.value === value
                ? 'bg-surface-0 text-text-1 ring-1 ring-line dark:bg-surface-3'
                : 'text-text-2 hover:text-text-1',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
