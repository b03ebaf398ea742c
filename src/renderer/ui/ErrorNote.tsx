import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

export interface ErrorNoteProps {
  /** What happened. */
  readonly what: ReactNode
  /** What is safe. */
  readonly safe?: ReactNode
  /** The next step, as a button. */
  readonly action?: ReactNode
}

export function ErrorNote({ what, safe, action }: ErrorNoteProps) {
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded border border-danger/40 bg-danger/5 px-3 py-2"
    >
      <Icon icon={TriangleAlert} className="mt-0.5 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 text-13 wrap-break-word">
        <p className="text-text-1">{what}</p>
        {safe !== undefined && <p className="text-text-2">{safe}</p>}
      </div>
      {action}
    </div>
  )
}
