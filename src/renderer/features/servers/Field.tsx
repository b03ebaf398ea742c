import { useId, type Ref } from 'react'
import { cx } from '../../ui/cx.ts'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'url'
  readonly placeholder?: string
  readonly autoComplete?: string
  readonly onBlur?: () => void
  /** Said below the field and read out with it. */
  readonly problem?: string | null
  readonly hint?: string | null
  readonly ref?: Ref<HTMLInputElement>
}

/** A labelled line of text. */
export function Field({ label, value, onChange, problem, hint, type = 'text', ...rest }: FieldProps) {
  const id = useId()
  const note = problem ?? hint ?? null
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 text-text-2">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        type={type}
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        aria-invalid={problem != null}
        aria-describedby={note === null ? undefined : `${id}-note`}
        onChange={(event) => onChange(event.target.value)}
        className={cx(
          'h-8 rounded border bg-surface-0 px-2 text-13 text-text-1',
          problem == null ? 'border-line-strong' : 'border-danger',
        )}
      />
      {note !== null && (
        <p id={`${id}-note`} className={cx('text-12', problem == null ? 'text-text-3' : 'text-danger')}>
          {note}
        </p>
      )}
    </div>
  )
}
