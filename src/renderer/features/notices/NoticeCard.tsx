import { CircleAlert, CircleCheck, Info, TriangleAlert, X, type LucideIcon } from 'lucide-react'
import type { NoticeTone } from '#contract/model'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { strings } from './strings.ts'
import { toasts, type Toast } from './toasts.ts'

const looks: Readonly<Record<NoticeTone, { readonly icon: LucideIcon; readonly colour: string }>> = {
  info: { icon: Info, colour: 'text-text-3' },
  success: { icon: CircleCheck, colour: 'text-add' },
  warning: { icon: TriangleAlert, colour: 'text-warn' },
  danger: { icon: CircleAlert, colour: 'text-danger' },
}

export function NoticeCard({ toast }: { readonly toast: Toast }) {
  const { icon, colour } = looks[toast.tone]
  return (
    <div
      data-tone={toast.tone}
      className="pointer-events-auto flex items-start gap-2 rounded bg-surface-1 py-2 pr-2 pl-3 text-13 text-text-1 shadow-float"
    >
      <Icon icon={icon} className={`mt-0.5 shrink-0 ${colour}`} />
      <p className="min-w-0 flex-1 py-0.5 leading-5 wrap-anywhere">
        <VisuallyHidden>{`${strings.tones[toast.tone]}: `}</VisuallyHidden>
        {toast.text}
      </p>
      {toast.action !== null && (
        <Button size="small" onClick={() => toasts.end(toast.id, 'acted')}>
          {toast.action.label}
        </Button>
      )}
      <IconButton
        icon={X}
        label={strings.dismiss}
        size="small"
        onClick={() => toasts.end(toast.id, 'dismissed')}
      />
    </div>
  )
}
