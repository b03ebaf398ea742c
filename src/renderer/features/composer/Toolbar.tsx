import { ArrowUp, Paperclip, Square } from 'lucide-react'
import { useCallback, useRef, type RefObject } from 'react'
import { useCommand } from '../../app/commands.ts'
import { keysOf } from '../../app/keymap.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { Icon } from '../../ui/Icon.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { Pickers, type PickersProps } from './Pickers.tsx'
import { strings } from './strings.ts'
import type { Stop } from './use-stop.ts'

export interface Hint {
  readonly text: string
  /** Where there is no room for the text. */
  readonly short: string
  readonly isWarning: boolean
}

export interface ToolbarProps {
  readonly pickers: PickersProps
  readonly stop: Stop
  readonly canSend: boolean
  /** A quiet word at the right: what the text is, or how full the context is. */
  readonly hint: Hint | null
  readonly onFiles: (files: readonly File[]) => void
  readonly onSend: () => void
}

export function Toolbar({ pickers, stop, canSend, hint, onFiles, onSend }: ToolbarProps) {
  const input = useRef<HTMLInputElement>(null)
  const stopLabel = stop.isWaiting ? strings.stopWaits : stop.isStopping ? strings.stopping : strings.stop
  return (
    <div className="@container flex items-center gap-0.5 px-2 pb-2">
      <AttachButton input={input} onFiles={onFiles} />
      <Pickers {...pickers} />
      <p
        role="status"
        className={cx(
          'ml-auto min-w-0 shrink-0 truncate text-12 not-empty:px-2 @lg:shrink',
          hint?.isWarning === true ? 'text-warn' : 'text-text-3',
        )}
      >
        {hint !== null && !stop.isArmed && (
          <>
            <span className="hidden @lg:inline">{hint.text}</span>
            <span className="@lg:hidden">{hint.short}</span>
          </>
        )}
        {stop.isArmed && (
          <>
            <span className="hidden @lg:inline">{strings.escAgain}</span>
            <span className="@lg:hidden">{strings.escAgainShort}</span>
          </>
        )}
      </p>
      {stop.isBusy && (
        <Tooltip text={strings.stop} shortcut={keysOf('stop')} side="top">
          <Button
            data-testid="stop"
            aria-label={stopLabel}
            variant="plain"
            className="mr-1 px-2"
            disabled={stop.isStopping}
            onClick={stop.stop}
          >
            <Icon icon={Square} size={12} className="fill-current" />
            <span className="hidden @lg:inline">{stopLabel}</span>
          </Button>
        </Tooltip>
      )}
      <Tooltip text={stop.isBusy ? strings.queue : strings.send} shortcut="Enter" side="top">
        <button
          type="button"
          data-testid="send"
          aria-label={stop.isBusy ? strings.queue : strings.send}
          disabled={!canSend}
          onClick={onSend}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded bg-accent text-on-accent transition-colors hover:bg-accent/90 active:bg-accent/80 disabled:bg-surface-3 disabled:text-text-3"
        >
          <Icon icon={ArrowUp} />
        </button>
      </Tooltip>
    </div>
  )
}

function AttachButton({
  input,
  onFiles,
}: {
  readonly input: RefObject<HTMLInputElement | null>
  readonly onFiles: ToolbarProps['onFiles']
}) {
  const open = useCallback(() => input.current?.click(), [input])
  useCommand('attach', open)
  return (
    <>
      <IconButton icon={Paperclip} label={strings.attach} onClick={open} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={strings.attach}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
