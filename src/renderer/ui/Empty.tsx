import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

export interface EmptyProps {
  readonly icon?: LucideIcon
  readonly title: string
  readonly text?: ReactNode
  readonly action?: ReactNode
}

/** Nothing here yet, and what could be done about it. */
export function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center">
      {icon !== undefined && <Icon icon={icon} size={24} className="mb-1 text-text-3" />}
      <p className="text-13 font-semibold text-text-1">{title}</p>
      {text !== undefined && <div className="max-w-[52ch] text-13 text-text-2">{text}</div>}
      {action !== undefined && <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  )
}
