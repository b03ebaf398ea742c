import { FileCog, Plug, Puzzle, CircleHelp, type LucideIcon } from 'lucide-react'
import { useRef } from 'react'
import type { TrustRequest } from '#contract/rpc'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { baseName } from './path.logic.ts'
import { strings } from './strings.ts'
import { trustItems, type TrustKind } from './trust.logic.ts'

export interface TrustDialogProps {
  readonly open: boolean
  readonly request: TrustRequest
  readonly busy: boolean
  readonly error: string | null
  readonly onAllow: () => void
  readonly onCancel: () => void
}

const icons: Readonly<Record<TrustKind, LucideIcon>> = {
  plugin: Puzzle,
  mcp: Plug,
  config: FileCog,
  other: CircleHelp,
}

/** Names every single thing that opening the folder would run. */
export function TrustDialog({ open, request, busy, error, onAllow, onCancel }: TrustDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onCancel()
      }}
      title={strings.trustTitle}
      initialFocus={cancel}
      description={strings.trustIntro(baseName(request.directory))}
      footer={
        <>
          <Button ref={cancel} onClick={onCancel}>
            {strings.cancel}
          </Button>
          <Button variant="primary" disabled={busy} onClick={onAllow}>
            {busy ? strings.opening : strings.trustAllow}
          </Button>
        </>
      }
    >
      <p className="mb-2 font-mono text-12 wrap-anywhere text-text-3">{request.directory}</p>
      <ul className="max-h-80 divide-y divide-line overflow-y-auto rounded border border-line bg-surface-0">
        {trustItems(request.items).map((item) => (
          <li key={item.text} className="flex items-start gap-2 px-3 py-2">
            <Icon icon={icons[item.kind]} className="mt-0.5 shrink-0 text-text-3" />
            <span className="min-w-0 flex-1 font-mono text-12 leading-5 wrap-anywhere">{item.text}</span>
            <span className="shrink-0 text-11 leading-5 text-text-3">{strings.trustKinds[item.kind]}</span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-12 text-text-2">{strings.trustRemembered}</p>
      {error !== null && (
        <div className="mt-3">
          <ErrorNote what={error} safe={strings.openSafe} />
        </div>
      )}
    </Dialog>
  )
}
