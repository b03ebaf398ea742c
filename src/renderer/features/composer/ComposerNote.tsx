import { Info, TriangleAlert, X } from 'lucide-react'
import type { ServerID } from '#contract/ids'
import { rpc } from '../../rpc/rpc.ts'
import { showPanel } from '../../store/actions.ts'
import { Button } from '../../ui/Button.tsx'
import { openFolder } from '../folders/open-folder.ts'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useLasting } from '../outbox/use-lasting.ts'
import { loadCatalog } from './catalog.ts'
import type { Gate, GateAction } from './gate.ts'
import { strings } from './strings.ts'

export interface ComposerNoteProps {
  readonly gate: Gate
  readonly server: ServerID
  readonly directory: string
  /** What went wrong with the last thing done here. */
  readonly problem: string | null
  readonly onDismiss: () => void
}

/** A connection that is back by then was never worth a line that moves the page. */
const WAITING_SHOWN_AFTER_MS = 1_500

/** Why a prompt can't be sent just now, or what happens to one that is. */
export function ComposerNote({ gate, server, directory, problem, onDismiss }: ComposerNoteProps) {
  const isWaiting = gate.isOpen && gate.note !== null
  const isWaitingLong = useLasting(isWaiting, WAITING_SHOWN_AFTER_MS)
  const isEarly = isWaiting && !isWaitingLong
  const text = problem ?? (isEarly ? null : gate.note)
  if (text === null) return null
  const isBad = problem !== null || !gate.isOpen
  return (
    <div role="status" className="mb-2 flex min-h-7 items-center gap-2 px-1 text-12 text-text-2">
      <Icon
        icon={isBad ? TriangleAlert : Info}
        size={14}
        className={cx('shrink-0', problem !== null ? 'text-danger' : isBad ? 'text-warn' : 'text-text-3')}
      />
      <p className="min-w-0 flex-1 wrap-break-word">{text}</p>
      {problem !== null ? (
        <IconButton icon={X} size="small" label={strings.dismiss} onClick={onDismiss} />
      ) : (
        gate.action !== null && (
          <Button size="small" onClick={() => act(gate.action, server, directory)}>
            {actionLabel(gate.action)}
          </Button>
        )
      )}
    </div>
  )
}

function actionLabel(action: GateAction): string {
  switch (action) {
    case 'start-server':
      return strings.startServer
    case 'start-folder':
      return strings.startFolder
    case 'open-connection':
      return strings.openConnection
    case 'load-catalog':
      return strings.retry
  }
}

function act(action: GateAction | null, server: ServerID, directory: string): void {
  switch (action) {
    case 'start-server':
      void rpc.retryServer({ server })
      return
    case 'start-folder':
      void openFolder(server, directory, true)
      return
    case 'open-connection':
      showPanel('connection')
      return
    case 'load-catalog':
      void loadCatalog(server, directory)
      return
    case null:
  }
}
